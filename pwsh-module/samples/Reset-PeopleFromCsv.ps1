<#
.SYNOPSIS
Requires the people of a CSV to register again, in Azure Automation.

.DESCRIPTION
A runbook that signs in as the managed identity of the Automation account. The CSV comes as text, because a job has no disk
of its own that lasts; it needs a column UserPrincipalName, UPN, Mail, Id or ObjectId. Everybody is one run: one outcome for
each person, then a summary. Whoever is not done ends the runbook with an error, after everybody was tried.

.PARAMETER Csv
The text of the CSV, with its header. Commas and semicolons separate columns.

.PARAMETER RequestedBy
On whose behalf: the audit log of the tenant names only the managed identity.

.PARAMETER Reason
Why, in words.

.PARAMETER MaximumPeople
A list that is longer is a mistake.

.PARAMETER ClientId
The client id of a user-assigned identity; none for that of the account.

.PARAMETER Preview
Tells what would be done, and writes nothing.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Csv,

    [Parameter(Mandatory)]
    [string] $RequestedBy,

    [string] $Reason = 'new registration',

    [int] $MaximumPeople = 500,

    [string] $ClientId,

    [bool] $Preview = $false
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module -Name GraphMfa

$identity = @{ ManagedIdentity = $true }
if ($ClientId) { $identity['ClientId'] = $ClientId }
Connect-Mfa @identity
try {
    $delimiter = ','
    if (($Csv -split "`n")[0] -match ';') { $delimiter = ';' }
    $people = @($Csv | ConvertFrom-Csv -Delimiter $delimiter)
    if ($people.Count -eq 0) { throw 'the CSV names nobody: it has a header only, or nothing' }

    # A sandbox has a folder for the time of a job. The journal proves what was done: what lasts is up to you.
    $journal = Join-Path -Path ([System.IO.Path]::GetTempPath()) -ChildPath ('mfa-{0}.jsonl' -f [guid]::NewGuid())
    $run = @{ Journal = $journal; MaximumPeople = $MaximumPeople; TimeLimit = [timespan]::FromMinutes(165); RevokeSession = $true; Reason = $Reason; RequestedBy = $RequestedBy; Confirm = $false }
    if ($Preview) {
        $people | Reset-MfaUser @run -WhatIf
        return
    }
    # Each outcome goes on to the output; what is wrong with single people does not stop the others.
    $outcomes = New-Object -TypeName 'System.Collections.Generic.List[object]'
    $people | Reset-MfaUser @run -ErrorAction Continue | ForEach-Object -Process {
        $outcomes.Add($_)
        $_ | Select-Object -Property UserPrincipalName, Outcome, SessionsRevoked, Why
    }
    $summary = [pscustomobject] @{
        People  = $people.Count
        Done    = @($outcomes | Where-Object -FilterScript { $_.Outcome -eq 'done' }).Count
        NotDone = $people.Count - @($outcomes | Where-Object -FilterScript { $_.Outcome -eq 'done' }).Count
        Journal = $journal
    }
    $summary
    if ($summary.NotDone -gt 0) { throw "$($summary.NotDone) of $($summary.People) people are not done; see the outcomes and the errors of this job" }
}
finally { Disconnect-Mfa }
