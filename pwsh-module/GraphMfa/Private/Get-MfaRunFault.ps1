function Get-MfaRunFault {
    # Why a run is not what was asked for, as a failure; nothing when it is.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Summary
    )
    if ($Summary.Status -eq 'done') { return }
    $told = "done for $($Summary.Done) of $($Summary.People), partial for $($Summary.Partial), failed for $($Summary.Failed), skipped $($Summary.Skipped)"
    $remedy = 'See the outcomes, and the reasons in the summary'
    if ($Summary.File) { $remedy = "See the reasons in the summary; Resume-MfaRun -Journal '$($Summary.File)'" }
    if ($Summary.Status -eq 'stopped') {
        $why = switch ($Summary.Stopped) {
            'cancelled' { 'it was cancelled'; break }
            'failures' { 'as many people failed as were allowed to'; break }
            'timeLimit' { 'its time was up'; break }
            default { if ($null -ne $Summary.Error) { $Summary.Error.Message.TrimEnd('.') } else { 'it could not go on' } }
        }
        $fault = New-MfaFault -Code runStopped -Message "The run stopped: $why. It is $told; $($Summary.Unfinished) are left" -Remedy "$remedy goes on" -Subject $Summary.File
    }
    elseif ($Summary.Status -eq 'failed') {
        $fault = New-MfaFault -Code runFailed -Message "The run is at its end; it is $told" -Remedy "$remedy -RetryFailed tries those again" -Subject $Summary.File
    }
    else {
        # Who was skipped would be skipped again.
        $remedy = if ($Summary.Partial -gt 0) { "$remedy -RetryFailed tries those again who are partial" } else { 'See the outcomes, and the reasons in the summary' }
        $fault = New-MfaFault -Code runPartial -Message "The run is at its end; it is $told" -Remedy $remedy -Subject $Summary.File
    }
    if (-not $Summary.File) { $fault.remedy = 'See the outcomes, and the reasons in the summary' }
    if ($null -ne $Summary.Error) {
        foreach ($name in 'Status', 'ServiceCode', 'ServiceMessage', 'RequestId', 'ClientRequestId', 'RetryAfterMs', 'Aadsts') {
            if ($null -ne $Summary.Error.$name) {
                Add-Member -InputObject $fault -NotePropertyName ($name.Substring(0, 1).ToLowerInvariant() + $name.Substring(1)) -NotePropertyValue $Summary.Error.$name
            }
        }
    }
    $fault
}
