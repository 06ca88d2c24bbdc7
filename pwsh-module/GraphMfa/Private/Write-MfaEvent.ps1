function Write-MfaEvent {
    # One line per request and per pause, for -Verbose, how far a run is, and what a person must do to sign in. Events never hold a secret, a number or an address.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Happening
    )
    if ($Happening.type -eq 'request') {
        $status = Get-MfaField $Happening 'status'
        if ($null -eq $status) { $status = 'no answer' }
        $id = Get-MfaField $Happening 'requestId'
        if ($null -eq $id) { $id = '-' }
        Write-Verbose -Message "$($Happening.route) -> $status (attempt $($Happening.attempt), $($Happening.durationMs) ms, request-id $id, client-request-id $($Happening.clientRequestId))"
    }
    elseif ($Happening.type -eq 'waiting') {
        Write-Verbose -Message "waiting $($Happening.waitMs) ms: $($Happening.reason)"
    }
    elseif ($Happening.type -eq 'reading') {
        Write-Verbose -Message "$($Happening.list): $($Happening.pages) pages, $($Happening.items) items"
    }
    elseif ($Happening.type -eq 'applicationChanged') { Write-Verbose -Message "$($Happening.action) $(ConvertTo-MfaValue $Happening.subject): $($Happening.status)" }
    elseif ($Happening.type -eq 'runEstimated') { Write-Verbose -Message (Get-MfaEstimateLine $Happening.estimate) }
    elseif ($Happening.type -eq 'runProgress') { Write-MfaRunProgress $Happening.progress }
    elseif ($Happening.type -eq 'deviceCode' -or $Happening.type -eq 'browserSignIn') {
        Write-MfaSignIn $Happening
    }
}
