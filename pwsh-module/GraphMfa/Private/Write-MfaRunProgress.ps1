function Write-MfaRunProgress {
    # How far a run is.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Progress
    )
    $status = "$($Progress.ended) of $($Progress.people) people; $($Progress.peoplePerMinute) a minute"
    foreach ($pair in @('failed', 'failed'), @('partial', 'partial'), @('skipped', 'skipped'), @('throttled', 'times throttled')) {
        $count = Get-MfaField $Progress $pair[0]
        if ($count) { $status = $status + "; $count $($pair[1])" }
    }
    $shown = @{ Activity = 'MFA run'; Status = $status; CurrentOperation = "$($Progress.inHand) in hand, $($Progress.requestsSent) requests" }
    if ($Progress.people -gt 0) { $shown['PercentComplete'] = [int] [math]::Floor(100 * $Progress.ended / $Progress.people) }
    $left = Get-MfaField $Progress 'remainingMs'
    if ($null -ne $left) { $shown['SecondsRemaining'] = [int] [math]::Ceiling($left / 1000) }
    Write-Progress @shown
}
