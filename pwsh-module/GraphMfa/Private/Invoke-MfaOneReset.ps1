function Invoke-MfaOneReset {
    # Requires one person to register again: what Reset-MfaUser does where it is no run. Gives out the outcome, and reports
    # what is not done.
    [CmdletBinding()]
    param(
        # The command.
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        # The value of -User.
        [Parameter()]
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [string[]] $Named,

        # The object from the pipeline.
        [Parameter()]
        [AllowNull()]
        [object] $InputObject,

        # The parameters that the caller of the command gave.
        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Bound,

        [Parameter(Mandatory)]
        [hashtable] $Entry,

        # Whether a pass is issued.
        [Parameter(Mandatory)]
        [bool] $WithPass,

        # The preferences as they hold in the command.
        [Parameter(Mandatory)]
        [bool] $WhatIf,

        [Parameter(Mandatory)]
        [object] $ConfirmPreference
    )
    $fromPipeline = $Cmdlet.MyInvocation.ExpectingInput
    # Whoever is asked, or asks, sees the plan first.
    $planned = $WhatIf -or [string] $ConfirmPreference -ne 'None'
    foreach ($identity in @(Resolve-MfaIdentity -Bound $Named -InputObject $InputObject -FromPipeline $fromPipeline -Entry $Entry)) {
        if ($null -eq $identity.Error) {
            $option = Get-MfaRowOption -Bound $Bound -InputObject $InputObject -Column Scope, Reason, Ticket, LifetimeMinutes
            if ($null -ne $option.Error) { $identity = $option }
        }
        if ($null -ne $identity.Error) {
            Write-MfaError $Cmdlet $identity
            continue
        }
        $request = New-MfaResetRequest -Operation reset -User $identity.User -Bound $option.Bound -InputObject $InputObject
        $operation = 'reset'
        $type = 'GraphMfa.ResetOutcome'
        if ($WithPass -or $request.Contains('pass')) {
            $operation = 'rescue'
            $type = 'GraphMfa.RescueOutcome'
            if (-not $request.Contains('pass')) {
                $request['pass'] = @{}
                Add-MfaPassOption $request['pass'] $option.Bound
            }
        }
        $request['operation'] = $operation
        if ($planned) {
            $request['operation'] = 'planReset'
            $result = Invoke-MfaRequest $Entry $request $identity.Target
            if ($null -eq $result.Error) {
                $refused = Get-MfaField $result.Response 'refused'
                if ($null -ne $refused) { $result = @{ Error = New-MfaErrorRecord $refused $identity.Target; Ends = (Get-MfaErrorKind $refused.code).Ends } }
            }
            if ($null -ne $result.Error) {
                # A preview has no outcome.
                if ($WhatIf) { Write-MfaError $Cmdlet $result }
                else { Write-MfaRefusal $Cmdlet $result $type $identity.Target }
                continue
            }
            $plan = ConvertTo-MfaObject $result.Response.plan 'GraphMfa.Plan'
            $person = $plan.UserPrincipalName
            $lines = @(Get-MfaPlanLine $plan $plan.RevokeSessions)
            if ($WhatIf) {
                foreach ($line in $lines) { [void] $Cmdlet.ShouldProcess("${person}: $line", $line, $person) }
                continue
            }
            $question = "Require $($plan.DisplayName) to register again for multifactor authentication?`n" + ($lines -join "`n")
            if (-not $Cmdlet.ShouldProcess("Require re-registration of $person", $question, $person)) { continue }
            # What was shown is what is done.
            $request['operation'] = $operation
            $request['user'] = $plan.UserId
            $request['fingerprint'] = $plan.Fingerprint
        }
        elseif (-not $Cmdlet.ShouldProcess($identity.Target, 'Require re-registration')) { continue }

        $result = Invoke-MfaRequest $Entry $request $identity.Target
        if ($null -ne $result.Error) {
            Write-MfaRefusal $Cmdlet $result $type $identity.Target
            continue
        }
        $outcome = ConvertTo-MfaOutcome $result.Response $type
        if ($operation -eq 'rescue') {
            $deliver = $null
            if ($Bound.ContainsKey('DeliverPass')) { $deliver = $Bound['DeliverPass'] }
            $plain = $Bound.ContainsKey('AsPlainText') -and [bool] $Bound['AsPlainText']
            $outcome = Complete-MfaPass $outcome -AsPlainText $plain -DeliverPass $deliver
        }
        $outcome
        $fault = Get-MfaOutcomeFault $outcome
        if ($null -ne $fault) { Write-MfaError $Cmdlet @{ Error = New-MfaErrorRecord $fault $identity.Target; Ends = $false } }
    }
}
