function Get-MfaSetupFault {
    # Why an application is not set up as asked for, as a failure; nothing when it is.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Outcome
    )
    if ($Outcome.Outcome -eq 'done') { return }
    $told = @(foreach ($note in $Outcome.Notes) { $note.Message.TrimEnd('.') })
    $remedies = @(foreach ($note in $Outcome.Notes) { if ($note.Remedy) { $note.Remedy } })
    $message = "$($Outcome.DisplayName) is not set up completely"
    if ($told.Count -gt 0) { $message = $message + ': ' + ($told -join '; ') }
    $fault = New-MfaFault -Code setupIncomplete -Message $message -Subject $Outcome.DisplayName -Remedy ($remedies -join '; ')
    # What the service's support asks for: the request that failed.
    foreach ($step in $Outcome.Steps) {
        if ($null -eq $step.Error) { continue }
        foreach ($name in 'Status', 'ServiceCode', 'ServiceMessage', 'RequestId', 'ClientRequestId', 'RetryAfterMs') {
            if ($null -ne $step.Error.$name) {
                Add-Member -InputObject $fault -NotePropertyName ($name.Substring(0, 1).ToLowerInvariant() + $name.Substring(1)) -NotePropertyValue $step.Error.$name
            }
        }
        break
    }
    $fault
}
