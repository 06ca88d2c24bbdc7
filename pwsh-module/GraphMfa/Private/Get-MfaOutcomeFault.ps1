function Get-MfaOutcomeFault {
    # Why an outcome is not what was asked for, as a failure; nothing when it is.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Outcome
    )
    $person = $Outcome.UserPrincipalName
    $code = $null
    if ($Outcome.PSObject.TypeNames[0] -eq 'GraphMfa.RevokeOutcome') {
        if (-not $Outcome.SessionsRevoked) {
            $code = 'revocationNotSeen'
            $message = "Revoking the sessions of $person was accepted, but the account does not show it yet"
        }
    }
    elseif ($Outcome.PSObject.TypeNames[0] -eq 'GraphMfa.PassRemoval') {
        if (-not $Outcome.Removed) {
            $code = 'resetPartial'
            $message = "Whether the pass of $person is gone could not be seen"
        }
    }
    elseif ($Outcome.PSObject.TypeNames[0] -in 'GraphMfa.PerUserStateOutcome', 'GraphMfa.PhoneOutcome', 'GraphMfa.TokenOutcome') {
        if ($Outcome.Outcome -ne 'done') {
            $code = 'changeNotSeen'
            $message = "The change on $person was accepted, but it could not be seen to be true"
        }
    }
    elseif ($Outcome.Outcome -eq 'partial') {
        $code = 'resetPartial'
        $message = "The reset of $person is not complete"
    }
    elseif ($Outcome.Outcome -ne 'done') {
        $code = 'resetFailed'
        $message = "The reset of $person failed"
    }
    elseif ($Outcome.SessionsRevoked -eq $false) {
        $code = 'revocationFailed'
        $message = "The reset of $person is done, but the sessions were not revoked"
    }
    if ($null -eq $code) { return }

    $remedies = New-Object 'System.Collections.Generic.List[string]'
    $told = New-Object 'System.Collections.Generic.List[string]'
    foreach ($note in $Outcome.Notes) {
        $text = $note.Message.TrimEnd('.')
        if (-not $told.Contains($text)) { $told.Add($text) }
        if ($note.Remedy -and -not $remedies.Contains($note.Remedy)) { $remedies.Add($note.Remedy) }
    }
    if ($told.Count -gt 0) { $message = $message + ': ' + ($told.ToArray() -join '; ') }
    $fault = New-MfaFault -Code $code -Message $message -Subject $person -Remedy ($remedies.ToArray() -join '; ')

    # What the service's support asks for: the request that failed.
    if ($code -eq 'changeNotSeen' -or $Outcome.PSObject.TypeNames[0] -eq 'GraphMfa.RevokeOutcome') {
        if ($Outcome.RequestId) { Add-Member -InputObject $fault -NotePropertyName requestId -NotePropertyValue $Outcome.RequestId }
        return $fault
    }
    if ($Outcome.PSObject.TypeNames[0] -eq 'GraphMfa.PassRemoval') { return $fault }
    foreach ($step in $Outcome.Steps) {
        if ($null -eq $step.Error) { continue }
        foreach ($name in 'Status', 'ServiceCode', 'ServiceMessage', 'RequestId', 'ClientRequestId', 'RetryAfterMs', 'Aadsts') {
            if ($null -ne $step.Error.$name) {
                Add-Member -InputObject $fault -NotePropertyName ($name.Substring(0, 1).ToLowerInvariant() + $name.Substring(1)) -NotePropertyValue $step.Error.$name
            }
        }
        break
    }
    $fault
}
