function Reset-MfaUser {
    <#
    .SYNOPSIS
    Requires a person to register again for multifactor authentication.

    .DESCRIPTION
    Reset-MfaUser removes the authentication methods in scope in an order that the service accepts, reads again until the
    tenant shows that they are gone, and gives an outcome with the proof: done only when a read after the writes shows it,
    else partial or failed, with what remains and why. An outcome that is not done also writes an error.

    It asks before it acts and shows the plan with the question; what is then done is that plan, or nothing if the
    person's methods have changed meanwhile. Without a console it needs -Confirm:$false or -Force. -WhatIf tells the
    plan as text, gives no object and writes nothing.

    .PARAMETER User
    Whom: object id, user principal name or address. Binds from the pipeline by the columns UserPrincipalName, UPN, Mail,
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
    Revokes the person's sign-in sessions afterwards.

    .PARAMETER Fingerprint
    The fingerprint of a plan: the reset stops before the first write unless its plan has the same. A plan from the
    pipeline brings its own.

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
    Shows the steps of the plan as text, gives no outcome and writes nothing.

    .PARAMETER Confirm
    Asks before each person, with the plan. -Confirm:$false acts without a question.

    .INPUTS
    System.String, or any object with one of the identity columns, such as a row of Import-Csv; or a GraphMfa.Plan, which
    is then carried out as it is.

    .OUTPUTS
    GraphMfa.ResetOutcome

    .EXAMPLE
    Reset-MfaUser nora.lind@fabrikam.example -RevokeSession

    Requires one person to register again, and ends the sessions, after a question that shows the plan.

    .EXAMPLE
    Import-Csv people.csv | Reset-MfaUser -RevokeSession -Confirm:$false | Export-Csv outcomes.csv

    Does it for everybody in a list, unattended.

    .EXAMPLE
    Reset-MfaUser nora.lind@fabrikam.example -Scope Weak -Keep phone -WhatIf

    Tells what would be done.

    .LINK
    Get-MfaResetPlan

    .LINK
    Revoke-MfaSession

    .LINK
    about_GraphMfa_Errors
    #>
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('GraphMfa.ResetOutcome')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('UserPrincipalName', 'UPN', 'Id', 'ObjectId', 'Mail', 'UserId')]
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $User,

        [Parameter()]
        [ValidateSet('Portal', 'Everything', 'Weak', 'Kinds')]
        [string] $Scope,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & (Get-Module -Name GraphMfa) { param($typed) Get-MfaKnownKind | Where-Object -FilterScript { $_ -like "$typed*" } } $args[2] })]
        [string[]] $Kind,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & (Get-Module -Name GraphMfa) { param($typed) Get-MfaKnownKind | Where-Object -FilterScript { $_ -like "$typed*" } } $args[2] })]
        [string[]] $Keep,

        [Parameter()]
        [switch] $RevokeSession,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Fingerprint,

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
        # Whoever is asked, or asks, sees the plan first.
        $planned = $WhatIfPreference -or [string] $ConfirmPreference -ne 'None'
    }
    process {
        foreach ($identity in @(Resolve-MfaIdentity -Bound $User -InputObject $_ -FromPipeline $MyInvocation.ExpectingInput -Entry $resolved.Entry)) {
            if ($null -ne $identity.Error) {
                Write-MfaError $PSCmdlet $identity
                continue
            }
            $request = New-MfaResetRequest -Operation reset -User $identity.User -Bound $PSBoundParameters -InputObject $_
            if ($planned) {
                $request['operation'] = 'planReset'
                $result = Invoke-MfaRequest $resolved.Entry $request $identity.Target
                if ($null -ne $result.Error) {
                    Write-MfaError $PSCmdlet $result
                    continue
                }
                $refused = Get-MfaField $result.Response 'refused'
                if ($null -ne $refused) {
                    Write-MfaError $PSCmdlet @{ Error = New-MfaErrorRecord $refused $identity.Target; Ends = (Get-MfaErrorKind $refused.code).Ends }
                    continue
                }
                $plan = ConvertTo-MfaObject $result.Response.plan 'GraphMfa.Plan'
                $person = $plan.UserPrincipalName
                $lines = @(Get-MfaPlanLine $plan $request.Contains('revokeSessions'))
                if ($WhatIfPreference) {
                    foreach ($line in $lines) { [void] $PSCmdlet.ShouldProcess("${person}: $line", $line, $person) }
                    continue
                }
                $question = "Require $($plan.DisplayName) to register again for multifactor authentication?`n" + ($lines -join "`n")
                if (-not $PSCmdlet.ShouldProcess("Require re-registration of $person", $question, $person)) { continue }
                # What was shown is what is done.
                $request['operation'] = 'reset'
                $request['user'] = $plan.UserId
                $request['fingerprint'] = $plan.Fingerprint
            }
            elseif (-not $PSCmdlet.ShouldProcess($identity.Target, 'Require re-registration')) { continue }

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
