function Get-MfaFlightFault {
    # Why a request has no answer, and by which field of the reply that is told: notSent where it certainly did not reach the
    # service, so that even a write may be sent again.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [System.Exception] $Exception
    )
    $field = $null
    $why = $null
    $decided = $false
    for ($one = $Exception; $null -ne $one; $one = $one.InnerException) {
        # What is around it says nothing of its own.
        if ($one -isnot [System.AggregateException]) { $why = $one.Message }
        if ($decided) { continue }
        # .NET 8 and later say what it is.
        $kind = [string] (Get-MfaField $one 'HttpRequestError')
        if ($kind -in 'NameResolutionError', 'ConnectionError', 'SecureConnectionError', 'ProxyTunnelError') {
            $field = 'notSent'
            $decided = $true
        }
        elseif ($one -is [System.Net.WebException]) {
            # .NET Framework.
            if ([string] $one.Status -in 'NameResolutionFailure', 'ProxyNameResolutionFailure', 'ConnectFailure', 'TrustFailure', 'SecureChannelFailure', 'RequestProhibitedByProxy') { $field = 'notSent' }
            $decided = $true
        }
        # Something was read or written already.
        elseif ($one -is [System.IO.IOException]) { $decided = $true }
        elseif ($one -is [System.Net.Sockets.SocketException] -or $one -is [System.Security.Authentication.AuthenticationException]) {
            $field = 'notSent'
            $decided = $true
        }
    }
    if ($null -eq $field) { $field = 'error' }
    @{ Field = $field; Why = $why }
}
