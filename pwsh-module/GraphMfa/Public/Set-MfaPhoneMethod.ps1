function Set-MfaPhoneMethod {
    <#
    .SYNOPSIS
    Adds a telephone number to a person's methods, or changes it.

    .DESCRIPTION
    Set-MfaPhoneMethod adds the number where the person has none of that type, changes it where there is another, and writes
    nothing where it is there already. It reads again until the number shows. Numbers in the outcome are masked.

    An alternate mobile number needs a mobile one beside it.

    It asks before it acts. Without a console it needs -Confirm:$false or -Force.

    .PARAMETER User
    Whose: object id, user principal name or address. Binds from the pipeline by the columns UserPrincipalName, UPN, Mail,
    Id, ObjectId and UserId; ids count only when they are GUIDs.

    .PARAMETER PhoneType
    Mobile, AlternateMobile or Office.

    .PARAMETER Number
    The number with its country code, such as "+47 90000017"; blanks, hyphens and brackets do not count. An extension
    follows an x.

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
    GraphMfa.PhoneOutcome

    .EXAMPLE
    Set-MfaPhoneMethod nora.lind@fabrikam.example -PhoneType Mobile -Number '+47 90000017'

    Sets the mobile number of one person, after a question.

    .EXAMPLE
    Import-Csv new-phones.csv | Set-MfaPhoneMethod -PhoneType Mobile -Force

    Sets everybody's number from the columns UserPrincipalName and Number, unattended.

    .LINK
    Get-MfaMethod

    .LINK
    about_GraphMfa_Errors
    #>
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('GraphMfa.PhoneOutcome')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('UserPrincipalName', 'UPN', 'Id', 'ObjectId', 'Mail', 'UserId')]
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } User @args })]
        [string[]] $User,

        [Parameter(Mandatory)]
        [ValidateSet('Mobile', 'AlternateMobile', 'Office')]
        [string] $PhoneType,

        [Parameter(Mandatory, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [string] $Number,

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
            $deed = "set the number of the type $PhoneType"
            if (-not $PSCmdlet.ShouldProcess("$($identity.Target): $deed", "$($identity.Target): $($deed)?", $identity.Target)) { continue }
            $request = [ordered] @{ operation = 'setPhone'; user = $identity.User; phoneType = $PhoneType.Substring(0, 1).ToLowerInvariant() + $PhoneType.Substring(1); number = $Number }
            Add-MfaCase $request $PSBoundParameters
            $result = Invoke-MfaRequest $resolved.Entry $request $identity.Target
            if ($null -ne $result.Error) {
                Write-MfaError $PSCmdlet $result
                continue
            }
            $outcome = ConvertTo-MfaObject $result.Response 'GraphMfa.PhoneOutcome'
            $outcome
            $fault = Get-MfaOutcomeFault $outcome
            if ($null -ne $fault) { Write-MfaError $PSCmdlet @{ Error = New-MfaErrorRecord $fault $identity.Target; Ends = $false } }
        }
    }
}
