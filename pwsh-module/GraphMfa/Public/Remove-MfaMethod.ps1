function Remove-MfaMethod {
    <#
    .SYNOPSIS
    Removes one authentication method of a person.

    .DESCRIPTION
    Remove-MfaMethod removes the method with that id, or the one of that kind, in the way of a reset: the default is changed
    first where it must be, and the tenant is read again until the method is gone. Of a kind that the person has several
    times, it removes none unless -All is given; the error lists them. A password cannot be removed.

    A method that is removed is deleted: a phone number is gone for self-service password reset too. It asks before it
    acts. Without a console it needs -Confirm:$false or -Force.

    .PARAMETER User
    Whose: object id, user principal name or address. Binds from the pipeline by the columns UserPrincipalName, UPN, Mail,
    Id, ObjectId and UserId; ids count only when they are GUIDs.

    .PARAMETER MethodId
    Which one, by the id that Get-MfaMethod shows. It binds from the objects of Get-MfaMethod.

    .PARAMETER Kind
    Which one, by kind, such as fido2.

    .PARAMETER All
    Removes all of that kind, if there are several.

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

    .PARAMETER OverrideLockOut
    The id of an administrator's last method that resists phishing, when it is to go although no pass is issued.

    .PARAMETER Force
    Skips the question. It overrides no guard and no refusal.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .PARAMETER WhatIf
    Says what would be done, and sends nothing.

    .PARAMETER Confirm
    Asks before each person. -Confirm:$false acts without a question.

    .INPUTS
    System.String, or any object with one of the identity columns and MethodId, such as those of Get-MfaMethod.

    .OUTPUTS
    GraphMfa.ResetOutcome

    .EXAMPLE
    Remove-MfaMethod nora.lind@fabrikam.example -Kind fido2

    Removes the one passkey of a person, after a question.

    .EXAMPLE
    Get-MfaMethod nora.lind@fabrikam.example | Where-Object -Property DisplayName -EQ 'Pixel 4' | Remove-MfaMethod

    Removes the Authenticator of the old phone.

    .EXAMPLE
    Remove-MfaMethod nora.lind@fabrikam.example -Kind phone -All -Confirm:$false

    Removes every number, unattended.

    .LINK
    Get-MfaMethod

    .LINK
    Reset-MfaUser
    #>
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'High', DefaultParameterSetName = 'Id')]
    [OutputType('GraphMfa.ResetOutcome')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('UserPrincipalName', 'UPN', 'Id', 'ObjectId', 'Mail', 'UserId')]
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } User @args })]
        [string[]] $User,

        [Parameter(Mandatory, ParameterSetName = 'Id', ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Method @args })]
        [string] $MethodId,

        [Parameter(Mandatory, ParameterSetName = 'Kind')]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Kind @args })]
        [string] $Kind,

        [Parameter(ParameterSetName = 'Kind')]
        [switch] $All,

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
        [ValidateNotNullOrEmpty()]
        [string] $OverrideLockOut,

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
            $request = [ordered] @{ operation = 'removeMethod'; user = $identity.User }
            if ($PSCmdlet.ParameterSetName -eq 'Kind') {
                $request['kind'] = [string] @(ConvertTo-MfaKind $Kind)[0]
                if ($All) { $request['all'] = $true }
                $what = $request['kind']
            }
            else {
                $request['methodId'] = $MethodId
                $what = $MethodId
            }
            if (-not $PSCmdlet.ShouldProcess("$($identity.Target): remove $what", "Remove $what from the authentication methods of $($identity.Target)?", $identity.Target)) { continue }
            Add-MfaCase $request $PSBoundParameters
            $result = Invoke-MfaRequest $resolved.Entry $request $identity.Target
            if ($null -ne $result.Error) {
                Write-MfaError $PSCmdlet $result
                continue
            }
            $outcome = ConvertTo-MfaObject $result.Response 'GraphMfa.ResetOutcome'
            $outcome
            $fault = Get-MfaOutcomeFault $outcome
            if ($null -ne $fault) { Write-MfaError $PSCmdlet @{ Error = New-MfaErrorRecord $fault $identity.Target; Ends = $false } }
        }
    }
}
