function Set-MfaPerUserState {
    <#
    .SYNOPSIS
    Changes a person's per-user MFA state.

    .DESCRIPTION
    Set-MfaPerUserState sets the state to Disabled, Enabled or Enforced, and reads again until the person shows it. The
    service turns Enabled into Enforced for who has a second factor already. Who is in that state is not written. Microsoft
    recommends Conditional Access, with per-user MFA disabled.

    It takes the permission Policy.ReadWrite.AuthenticationMethod and, signed in as a person, the role Authentication Policy
    Administrator: the roles that change methods are not enough.

    It asks before it acts. Without a console it needs -Confirm:$false or -Force.

    .PARAMETER User
    Whose: object id, user principal name or address. Binds from the pipeline by the columns UserPrincipalName, UPN, Mail,
    Id, ObjectId and UserId; ids count only when they are GUIDs.

    .PARAMETER State
    Disabled, Enabled or Enforced. Disabled demands less of the person than before: the outcome says so in Weakened.

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
    GraphMfa.PerUserStateOutcome

    .EXAMPLE
    Set-MfaPerUserState nora.lind@fabrikam.example -State Disabled

    Leaves it to Conditional Access, after a question.

    .EXAMPLE
    Import-Csv people.csv | Set-MfaPerUserState -State Disabled -Ticket CHG-17 -Force

    Moves a list of people off per-user MFA, unattended.

    .LINK
    Get-MfaPerUserState

    .LINK
    about_GraphMfa_Errors
    #>
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('GraphMfa.PerUserStateOutcome')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('UserPrincipalName', 'UPN', 'Id', 'ObjectId', 'Mail', 'UserId')]
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $User,

        [Parameter(Mandatory)]
        [ValidateSet('Disabled', 'Enabled', 'Enforced')]
        [string] $State,

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
            $deed = "set per-user MFA to $State"
            if (-not $PSCmdlet.ShouldProcess("$($identity.Target): $deed", "$($identity.Target): $($deed)?", $identity.Target)) { continue }
            $request = [ordered] @{ operation = 'setPerUserState'; user = $identity.User; state = $State.ToLowerInvariant() }
            Add-MfaCase $request $PSBoundParameters
            $result = Invoke-MfaRequest $resolved.Entry $request $identity.Target
            if ($null -ne $result.Error) {
                Write-MfaError $PSCmdlet $result
                continue
            }
            $outcome = ConvertTo-MfaObject $result.Response 'GraphMfa.PerUserStateOutcome'
            $outcome
            $fault = Get-MfaOutcomeFault $outcome
            if ($null -ne $fault) { Write-MfaError $PSCmdlet @{ Error = New-MfaErrorRecord $fault $identity.Target; Ends = $false } }
        }
    }
}
