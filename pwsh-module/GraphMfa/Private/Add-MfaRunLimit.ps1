function Add-MfaRunLimit {
    # Puts into a request of the contract how much of a run is done at once, and when it ends before its end: -ThrottleLimit,
    # -StopAfterFailures and -TimeLimit.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [System.Collections.IDictionary] $Request,

        # The parameters that the caller of the command gave.
        [Parameter(Mandatory, Position = 1)]
        [System.Collections.IDictionary] $Bound
    )
    if ($Bound.ContainsKey('ThrottleLimit')) { $Request['mostInHand'] = [int64] $Bound['ThrottleLimit'] }
    if ($Bound.ContainsKey('StopAfterFailures')) { $Request['stopAfterFailures'] = [int64] $Bound['StopAfterFailures'] }
    if ($Bound.ContainsKey('TimeLimit')) { $Request['timeLimitMs'] = [int64] ([timespan] $Bound['TimeLimit']).TotalMilliseconds }
}
