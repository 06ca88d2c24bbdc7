function Get-MfaResetPlan {
    <#
    .SYNOPSIS
    Shows what requiring a person's re-registration would do, and writes nothing.

    .DESCRIPTION
    Get-MfaResetPlan reads a person and gives the plan of a reset: which methods go, in which order and why, what stays
    and why, and how many requests it takes. Refused says why the reset would be refused, where it would.

    Preflight says, for the removal of methods and for the revocation of sessions, whether the service would let this
    sign-in do it (allowed, refused, or unknown where what decides could not be read), why, and LeastRole, the least role
    that may. Notes tell what would surprise: a guest, a disabled account, a federated domain, Conditional Access that
    guards the registration of new methods, methods that stay although they were added in the last 14 days.

    Piped to Reset-MfaUser, a plan is carried out as it is: with its scope, and only while the person's methods are still
    those that it was made from.

    .PARAMETER User
    Whose: object id, user principal name or address. Binds from the pipeline by the columns UserPrincipalName, UPN, Mail,
    Id, ObjectId and UserId; ids count only when they are GUIDs.

    .PARAMETER Scope
    Which methods go. Portal, the default: what the portal's button "Require re-register multifactor authentication"
    removes. Everything: all but the password. Weak: passkeys, Windows Hello, platform credentials and passes stay.
    Kinds: those that -Kind lists.

    .PARAMETER Kind
    The kinds that go, such as phone or microsoftAuthenticator. It implies the scope Kinds.

    .PARAMETER Keep
    Kinds or method ids that stay, whatever the scope.

    .PARAMETER RevokeSession
    Plans the revocation of the person's sign-in sessions as well.

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

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .INPUTS
    System.String, or any object with one of the identity columns, such as a row of Import-Csv.

    .OUTPUTS
    GraphMfa.Plan

    .EXAMPLE
    Get-MfaResetPlan nora.lind@fabrikam.example

    Shows the plan of the reset that the portal's button would do.

    .EXAMPLE
    (Get-MfaResetPlan nora.lind@fabrikam.example -Scope Everything -Keep fido2).Steps

    Shows the writes one by one.

    .EXAMPLE
    Get-MfaResetPlan nora.lind@fabrikam.example -Kind phone | Reset-MfaUser

    Carries out exactly the plan that was shown.

    .EXAMPLE
    Import-Csv people.csv | Get-MfaResetPlan | Where-Object { $_.Preflight.Answer -contains 'refused' } | Select-Object UserPrincipalName, Preflight

    Shows whom of a list this sign-in may not reset, before anything is written.

    .LINK
    Reset-MfaUser

    .LINK
    about_GraphMfa
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('GraphMfa.Plan')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('UserPrincipalName', 'UPN', 'Id', 'ObjectId', 'Mail', 'UserId')]
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } User @args })]
        [string[]] $User,

        [Parameter()]
        [ValidateSet('Portal', 'Everything', 'Weak', 'Kinds')]
        [string] $Scope,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Kind @args })]
        [string[]] $Kind,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Kind @args })]
        [string[]] $Keep,

        [Parameter()]
        [switch] $RevokeSession,

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
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context
    )
    begin {
        Use-MfaCallerPreference $PSCmdlet
        $resolved = Resolve-MfaContext $Context
        if ($resolved.ContainsKey('Error')) { $PSCmdlet.ThrowTerminatingError($resolved.Error) }
    }
    process {
        foreach ($identity in @(Resolve-MfaIdentity -Bound $User -InputObject $_ -FromPipeline $MyInvocation.ExpectingInput -Entry $resolved.Entry)) {
            if ($null -ne $identity.Error) {
                Write-MfaError $PSCmdlet $identity
                continue
            }
            $request = New-MfaResetRequest -Operation planReset -User $identity.User -Bound $PSBoundParameters -InputObject $null
            $result = Invoke-MfaRequest $resolved.Entry $request $identity.Target
            if ($null -ne $result.Error) {
                Write-MfaError $PSCmdlet $result
                continue
            }
            $plan = ConvertTo-MfaObject $result.Response.plan 'GraphMfa.Plan'
            # What the plan was made with goes along, so that Reset-MfaUser carries out this plan and no other.
            $kinds = @()
            if ($request.Contains('kinds')) { $kinds = $request['kinds'] }
            $keeps = @()
            if ($request.Contains('keep')) { $keeps = $request['keep'] }
            $refused = Get-MfaField $result.Response 'refused'
            if ($null -ne $refused) { $refused = ConvertTo-MfaObject $refused 'GraphMfa.Error' }
            $told = Get-MfaField $result.Response 'preflight'
            $verdicts = @(foreach ($verdict in $told) { ConvertTo-MfaObject $verdict 'GraphMfa.Verdict' $result.Response.inspection.user })
            $more = [ordered] @{
                Kind          = [string[]] $kinds
                Keep          = [string[]] $keeps
                RevokeSession = $RevokeSession.IsPresent
                Preflight     = [object[]] $verdicts
                Refused       = $refused
                Inspection    = ConvertTo-MfaObject $result.Response.inspection 'GraphMfa.Inspection'
            }
            Add-Member -InputObject $plan -NotePropertyMembers $more -PassThru
        }
    }
}
