function ConvertTo-MfaRunState {
    # How a run stands, as its summary will say it: from what this process remembers of it. Nothing where it ended without a
    # word, because its context was taken away.
    [CmdletBinding()]
    param(
        # See New-MfaRunRecord.
        [Parameter(Mandatory, Position = 0)]
        [hashtable] $Record
    )
    if ($null -ne $Record.Response) { return ConvertTo-MfaRunSummary $Record.Response 'GraphMfa.RunSummary' }
    if ($Record.Ended) { return }
    $now = [ordered] @{ status = 'running'; each = $Record.Each; file = $Record.File; startedAt = $Record.StartedAt }
    $progress = $Record.Progress
    if ($null -ne $progress) {
        $now['people'] = $progress.people
        $now['done'] = $progress.ended - $progress.partial - $progress.failed - $progress.skipped
        foreach ($name in 'partial', 'failed', 'skipped', 'requestsSent', 'throttled') { $now[$name] = $progress.$name }
        $now['unfinished'] = $progress.people - $progress.ended
    }
    ConvertTo-MfaRunSummary ([pscustomobject] $now) 'GraphMfa.RunSummary'
}
