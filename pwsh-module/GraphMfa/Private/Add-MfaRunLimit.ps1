function Add-MfaRunLimit {
    # Puts into a request of the contract when a run ends before its end: -StopAfterFailures and -TimeLimit.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [System.Collections.IDictionary] $Request,

        # The parameters that the caller of the command gave.
        [Parameter(Mandatory, Position = 1)]
        [System.Collections.IDictionary] $Bound
    )
    if ($Bound.ContainsKey('StopAfterFailures')) { $Request['stopAfterFailures'] = [int64] $Bound['StopAfterFailures'] }
    if ($Bound.ContainsKey('TimeLimit')) { $Request['timeLimitMs'] = [int64] ([timespan] $Bound['TimeLimit']).TotalMilliseconds }
}
