function Get-MfaRunPlanLine {
    # The plan of a run in sentences, as -WhatIf shows it.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Plan
    )
    "$($Plan.Operation): $(Get-MfaEstimateLine $Plan.Estimate)"
    "ready: $($Plan.Ready); nothing to do: $($Plan.NothingToDo); bad rows: $($Plan.BadRows)"
    foreach ($pair in @('Refused', 'skipped'), @('Roles', 'the least role that could act'), @('Kinds', 'goes')) {
        foreach ($count in $Plan.($pair[0])) { "$($pair[1]): $($count.Count) x $($count.Meaning)" }
    }
}
