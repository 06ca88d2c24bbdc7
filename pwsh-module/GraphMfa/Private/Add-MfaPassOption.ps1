function Add-MfaPassOption {
    # Puts into a request of the contract how a pass should be: what the caller of the command gave of -LifetimeMinutes,
    # -StartsAt, -UsableOnce and -Clamp.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [System.Collections.IDictionary] $Request,

        # The parameters that the caller of the command gave.
        [Parameter(Mandatory, Position = 1)]
        [System.Collections.IDictionary] $Bound
    )
    if ($Bound.ContainsKey('LifetimeMinutes')) { $Request['lifetimeMinutes'] = [int] $Bound['LifetimeMinutes'] }
    if ($Bound.ContainsKey('StartsAt')) { $Request['startsAt'] = ConvertTo-MfaInstant $Bound['StartsAt'] }
    if ($Bound.ContainsKey('UsableOnce')) { $Request['usableOnce'] = [bool] $Bound['UsableOnce'] }
    if ($Bound.ContainsKey('Clamp')) { $Request['clamp'] = [bool] $Bound['Clamp'] }
}
