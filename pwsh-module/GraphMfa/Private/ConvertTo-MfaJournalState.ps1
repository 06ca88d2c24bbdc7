function ConvertTo-MfaJournalState {
    # How a run stands, as its summary would say it: from the report of its journal.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Report,

        [Parameter(Mandatory, Position = 1)]
        [string] $File,

        # Whether somebody renews the lock of the journal.
        [Parameter(Mandatory, Position = 2)]
        [bool] $Held
    )
    $status = 'stopped'
    $exit = 4
    if ($Held) {
        $status = 'running'
        $exit = $null
    }
    elseif ($Report.finished -and $Report.unfinished -eq 0) {
        if ($Report.failed -gt 0) {
            $status = 'failed'
            $exit = 1
        }
        elseif ($Report.partial -gt 0 -or $Report.skipped -gt 0) {
            $status = 'partial'
            $exit = 3
        }
        else {
            $status = 'done'
            $exit = 0
        }
    }
    $state = [ordered] @{ status = $status; exitCode = $exit; file = $File; finishedAt = Get-MfaField $Report 'endedAt' }
    foreach ($name in 'run', 'each', 'people', 'done', 'partial', 'failed', 'skipped', 'unfinished', 'startedAt', 'head') { $state[$name] = Get-MfaField $Report $name }
    ConvertTo-MfaRunSummary ([pscustomobject] $state) 'GraphMfa.RunSummary'
}
