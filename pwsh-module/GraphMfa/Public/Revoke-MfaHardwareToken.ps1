function Revoke-MfaHardwareToken {
    <#
    .SYNOPSIS
    Takes a hardware token from a person, or deactivates it.

    .DESCRIPTION
    Revoke-MfaHardwareToken puts the token back into the tenant's inventory. With -DeactivateOnly its codes are no longer
    accepted, and it stays with the person. It reads again until the service shows it.

    It asks before it acts. Without a console it needs -Confirm:$false or -Force.

    .PARAMETER User
    Whose: object id, user principal name or address. Binds from the pipeline by the columns UserPrincipalName, UPN, Mail,
    Id, ObjectId and UserId; ids count only when they are GUIDs.

    .PARAMETER SerialNumber
    The serial number that stands on the token. Without it the person must have one token only.

    .PARAMETER DeactivateOnly
    Leaves the token with the person, not active.

    .PARAMETER Reason
    Why it is done, in words. A policy may demand it.

    .PARAMETER Ticket
    The number of the ticket. A policy may demand it.

    .PARAMETER RequestedBy
    On whose behalf it is done, where an application is signed in: the audit log names only the application.

    .PARAMETER CallerVerified
    How it was made sure that the caller is that person, such as callBack or managerConfirmed. A policy may demand it.

    .PARAMETER OverrideGuard
    Overrides the guard for one person, who is named here once more by object id or user principal name. It never
    overrides the guard of an emergency account.

    .PARAMETER Force
    Skips the question. It overrides no guard and no refusal.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .PARAMETER WhatIf
    Says what would be done, and sends nothing.

    .PARAMETER Confirm
    Asks before each person. -Confirm:$false acts without a question.

    .INPUTS
    System.String, or any object with one of the identity columns, such as a row of Import-Csv.

    .OUTPUTS
    GraphMfa.TokenOutcome

    .EXAMPLE
    Revoke-MfaHardwareToken nora.lind@fabrikam.example

    Takes the only token of one person, after a question.

    .EXAMPLE
    Revoke-MfaHardwareToken nora.lind@fabrikam.example -SerialNumber TOTP100001 -DeactivateOnly

    Deactivates one of several tokens.

    .LINK
    Grant-MfaHardwareToken

    .LINK
    about_GraphMfa_Errors
    #>
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('GraphMfa.TokenOutcome')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('UserPrincipalName', 'UPN', 'Id', 'ObjectId', 'Mail', 'UserId')]
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } User @args })]
        [string[]] $User,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [string] $SerialNumber,

        [Parameter()]
        [switch] $DeactivateOnly,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Reason,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Ticket,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $RequestedBy,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $CallerVerified,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $OverrideGuard,

        [Parameter()]
        [switch] $Force,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context
    )
    begin {
        Use-MfaCallerPreference $PSCmdlet
        $refusal = Get-MfaConsentError $PSCmdlet -Force $Force.IsPresent -WhatIf $WhatIfPreference -ConfirmPreference $ConfirmPreference
        if ($null -ne $refusal) { $PSCmdlet.ThrowTerminatingError($refusal) }
        $resolved = Resolve-MfaContext $Context
        if ($resolved.ContainsKey('Error')) { $PSCmdlet.ThrowTerminatingError($resolved.Error) }
        if ($Force -and -not $PSBoundParameters.ContainsKey('Confirm')) { $ConfirmPreference = 'None' }
    }
    process {
        foreach ($identity in @(Resolve-MfaIdentity -Bound $User -InputObject $_ -FromPipeline $MyInvocation.ExpectingInput -Entry $resolved.Entry)) {
            if ($null -ne $identity.Error) {
                Write-MfaError $PSCmdlet $identity
                continue
            }
            $deed = if ($DeactivateOnly) { "deactivate the hardware token $SerialNumber".TrimEnd() } else { "take the hardware token $SerialNumber".TrimEnd() }
            if (-not $PSCmdlet.ShouldProcess("$($identity.Target): $deed", "$($identity.Target): $($deed)?", $identity.Target)) { continue }
            $operation = 'unassignHardwareToken'
            if ($DeactivateOnly) { $operation = 'deactivateHardwareToken' }
            $request = [ordered] @{ operation = $operation; user = $identity.User }
            if ($PSBoundParameters.ContainsKey('SerialNumber')) { $request['serialNumber'] = $SerialNumber }
            Add-MfaCase $request $PSBoundParameters
            $result = Invoke-MfaRequest $resolved.Entry $request $identity.Target
            if ($null -ne $result.Error) {
                Write-MfaError $PSCmdlet $result
                continue
            }
            $outcome = ConvertTo-MfaObject $result.Response 'GraphMfa.TokenOutcome'
            $outcome
            $fault = Get-MfaOutcomeFault $outcome
            if ($null -ne $fault) { Write-MfaError $PSCmdlet @{ Error = New-MfaErrorRecord $fault $identity.Target; Ends = $false } }
        }
    }
}
