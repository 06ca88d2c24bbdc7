<#
.SYNOPSIS
Resets one person for a ticket, started by a webhook.

.DESCRIPTION
A ticket system posts {"userPrincipalName": "...", "ticket": "...", "requestedBy": "...", "callerVerified": "..."} to the
webhook of this runbook. Whoever knows the webhook's address can start it: hence the guard of protected people, and a policy
that demands a ticket, belong into the tenant's setup (about_GraphMfa_Policy). Administrators are refused in any case.

.PARAMETER WebhookData
What Azure Automation gives to a runbook that a webhook starts: an object, or its JSON where a person tests it.

.PARAMETER Policy
A policy file, if there is one.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [object] $WebhookData,

    [string] $Policy
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

if ($WebhookData -is [string]) { $WebhookData = ConvertFrom-Json -InputObject $WebhookData }
$asked = $WebhookData.RequestBody
if ($asked -is [string]) { $asked = ConvertFrom-Json -InputObject $asked }
$given = @{}
foreach ($name in 'userPrincipalName', 'ticket', 'requestedBy', 'callerVerified') {
    $property = $asked.PSObject.Properties[$name]
    if ($null -ne $property) { $given[$name] = ([string] $property.Value).Trim() }
}
# One person, by a name that cannot mean several; and no write without a ticket.
foreach ($name in 'userPrincipalName', 'ticket', 'requestedBy') { if (-not $given[$name]) { throw "the request has no $name" } }
if ($given['userPrincipalName'] -notmatch '^[^\s@]+@[^\s@]+$') { throw 'userPrincipalName is not a user principal name' }

Import-Module -Name GraphMfa
$guard = @{}
if ($Policy) { $guard['Policy'] = $Policy }
Connect-Mfa -ManagedIdentity @guard
try {
    $case = @{ Ticket = $given['ticket']; RequestedBy = $given['requestedBy']; Reason = 'asked for by ticket' }
    if ($given['callerVerified']) { $case['CallerVerified'] = $given['callerVerified'] }
    $outcome = Reset-MfaUser -User $given['userPrincipalName'] -RevokeSession @case -Confirm:$false
    [pscustomobject] @{
        Ticket            = $given['ticket']
        UserPrincipalName = $outcome.UserPrincipalName
        Outcome           = $outcome.Outcome
        MethodsRemoved    = $outcome.MethodsRemoved
        SessionsRevoked   = $outcome.SessionsRevoked
        VerifiedAt        = $outcome.VerifiedAt
    }
    if ($outcome.Outcome -ne 'done') { throw "$($given['ticket']): the reset of $($outcome.UserPrincipalName) is $($outcome.Outcome)" }
}
finally { Disconnect-Mfa }
