function Get-MfaPlannedLine {
    # One person of a plan in a sentence, as -WhatIf shows it.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Planned
    )
    $person = $Planned.UserPrincipalName
    if (-not $person) { $person = $Planned.UserId }
    if ($null -ne $Planned.Refused) { return "${person}: skipped: $($Planned.Why)" }
    if ($Planned.Writes -eq 0) { return "${person}: nothing to do" }
    if ($null -ne $Planned.Plan) { return "${person}: " + (@(Get-MfaPlanLine $Planned.Plan $Planned.Plan.RevokeSessions) -join '; ') }
    "${person}: writes: $($Planned.Writes)"
}
