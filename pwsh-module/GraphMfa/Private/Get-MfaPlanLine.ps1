function Get-MfaPlanLine {
    # A plan in sentences, one per write, as -WhatIf and the question show it.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Plan,

        [Parameter(Position = 1)]
        [bool] $RevokeSession
    )
    $count = 0
    foreach ($step in $Plan.Steps) {
        $count = $step.Step
        $verb = switch ($step.Action) {
            'delete' { 'delete'; break }
            'deactivate' { 'deactivate'; break }
            'setDefault' { 'change the default to'; break }
            default { $step.Action }
        }
        $line = "$count. $verb $($step.Label)"
        if ($step.Reason) { $line = $line + ' (' + $step.Reason.TrimEnd('.') + ')' }
        $line
    }
    if ($RevokeSession) {
        $count++
        "$count. revoke the sign-in sessions"
    }
    if (Get-MfaField $Plan 'IssuePass') {
        $count++
        "$count. issue a Temporary Access Pass (created before the first deletion, told at the end)"
    }
    if ($count -eq 0) { 'nothing to do: no method in scope is registered' }
}
