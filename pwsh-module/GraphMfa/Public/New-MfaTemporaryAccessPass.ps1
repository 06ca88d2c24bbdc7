function New-MfaTemporaryAccessPass {
    <#
    .SYNOPSIS
    Issues a Temporary Access Pass, with which a person can sign in and register methods.

    .DESCRIPTION
    New-MfaTemporaryAccessPass reads the tenant's policy for passes first, and refuses what it does not allow before anything
    is written. A person has one pass at most: one that can still be used is replaced only with -Replace.

    The pass is given once, as a SecureString in the property TemporaryAccessPass, or as text with -AsPlainText. No event, log
    or error shows it. With -DeliverPass it goes to a script block instead, and the object that comes out has none.

    It asks before it acts. Without a console it needs -Confirm:$false or -Force.

    .PARAMETER User
    Whose: object id, user principal name or address. Binds from the pipeline by the columns UserPrincipalName, UPN, Mail,
    Id, ObjectId and UserId; ids count only when they are GUIDs.

    .PARAMETER LifetimeMinutes
    For how many minutes it can be used: 10 to 43200, within the limits of the policy. Without it, as the policy says.

    .PARAMETER StartsAt
    From when it can be used; at once without it. A date without a zone is local time.

    .PARAMETER UsableOnce
    It works only once; -UsableOnce:$false asks for one that works again and again. Without it, as the policy says.

    .PARAMETER Clamp
    Comes as close as the policy allows, and says so in Notes, instead of refusing what the policy does not allow.

    .PARAMETER Replace
    Replaces a pass that can still be used. That one stops working.

    .PARAMETER AsPlainText
    Gives the pass as text instead of as a SecureString.

    .PARAMETER DeliverPass
    A script block that delivers the pass: it gets the object with the pass as its argument. What it puts out is dropped.

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
    GraphMfa.IssuedPass

    .EXAMPLE
    New-MfaTemporaryAccessPass nora.lind@fabrikam.example -LifetimeMinutes 60 -UsableOnce -AsPlainText

    Issues a pass that works once within an hour, and shows it.

    .EXAMPLE
    New-MfaTemporaryAccessPass nora.lind@fabrikam.example -Clamp -DeliverPass { param($issued) $issued | Send-ToManager }

    Hands the pass to a script of one's own, and puts out an object without it.

    .LINK
    Get-MfaTemporaryAccessPass

    .LINK
    Remove-MfaTemporaryAccessPass

    .LINK
    Reset-MfaUser
    #>
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('GraphMfa.IssuedPass')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('UserPrincipalName', 'UPN', 'Id', 'ObjectId', 'Mail', 'UserId')]
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $User,

        [Parameter()]
        [ValidateRange(1, 43200)]
        [int] $LifetimeMinutes,

        [Parameter()]
        [datetime] $StartsAt,

        [Parameter()]
        [switch] $UsableOnce,

        [Parameter()]
        [switch] $Clamp,

        [Parameter()]
        [switch] $Replace,

        [Parameter()]
        [switch] $AsPlainText,

        [Parameter()]
        [ValidateNotNull()]
        [scriptblock] $DeliverPass,

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
            if (-not $PSCmdlet.ShouldProcess("$($identity.Target): issue a Temporary Access Pass", "Issue a Temporary Access Pass to $($identity.Target)?", $identity.Target)) { continue }
            $request = [ordered] @{ operation = 'issuePass'; user = $identity.User }
            Add-MfaPassOption $request $PSBoundParameters
            if ($Replace) { $request['replace'] = $true }
            Add-MfaCase $request $PSBoundParameters
            $result = Invoke-MfaRequest $resolved.Entry $request $identity.Target
            if ($null -ne $result.Error) {
                Write-MfaError $PSCmdlet $result
                continue
            }
            $issued = ConvertTo-MfaObject $result.Response 'GraphMfa.IssuedPass'
            Complete-MfaPass $issued -AsPlainText $AsPlainText.IsPresent -DeliverPass $DeliverPass
        }
    }
}
