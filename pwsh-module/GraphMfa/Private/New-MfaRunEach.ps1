function New-MfaRunEach {
    # What a run does for each person, as the contract wants it, from the parameters that the caller of the command gave.
    # What does not go with the operation is for the library to refuse. Nothing where nothing was said.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [System.Collections.IDictionary] $Bound
    )
    $each = [ordered] @{}
    $operation = [string] $Bound['Operation']
    if ($operation) { $each['operation'] = $operation.Substring(0, 1).ToLowerInvariant() + $operation.Substring(1) }
    if ($Bound.ContainsKey('Preset')) {
        $preset = [string] $Bound['Preset']
        $each['preset'] = $preset.Substring(0, 1).ToLowerInvariant() + $preset.Substring(1)
    }
    if ($Bound.ContainsKey('Scope')) { $each['scope'] = ([string] $Bound['Scope']).ToLowerInvariant() }
    elseif ($Bound.ContainsKey('Kind')) { $each['scope'] = 'kinds' }
    if ($Bound.ContainsKey('Kind')) { $each['kinds'] = [string[]] @(ConvertTo-MfaKind $Bound['Kind']) }
    if ($Bound.ContainsKey('Keep')) { $each['keep'] = [string[]] @(ConvertTo-MfaKind $Bound['Keep']) }
    # As for one person: a pass revokes nothing unasked.
    if ($Bound.ContainsKey('RevokeSession')) { $each['revokeSessions'] = [bool] $Bound['RevokeSession'] }
    elseif ($operation -eq 'Rescue' -and -not $Bound.ContainsKey('Preset')) { $each['revokeSessions'] = $false }
    if ($operation -eq 'Rescue') {
        $each['pass'] = [ordered] @{}
        Add-MfaPassOption $each['pass'] $Bound
    }
    else { Add-MfaPassOption $each $Bound }
    if ($Bound.ContainsKey('Replace')) { $each['replace'] = [bool] $Bound['Replace'] }
    if ($Bound.ContainsKey('State')) { $each['state'] = ([string] $Bound['State']).ToLowerInvariant() }
    if ($Bound.ContainsKey('Role')) { $each['role'] = [string] $Bound['Role'] }
    if ($Bound.ContainsKey('AdministrativeUnit')) { $each['administrativeUnit'] = [string] $Bound['AdministrativeUnit'] }
    if ($Bound.ContainsKey('Eligible') -and $Bound['Eligible']) { $each['kind'] = 'eligible' }
    if ($Bound.ContainsKey('Duration')) { $each['durationMs'] = [uint32] ([timespan] $Bound['Duration']).TotalMilliseconds }
    if ($Bound.ContainsKey('Until')) { $each['until'] = ConvertTo-MfaInstant $Bound['Until'] }
    if ($each.Count -gt 0) { $each }
}
