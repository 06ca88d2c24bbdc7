function New-MfaResetRequest {
    # The contract's request for a reset or its plan. A plan from the pipeline brings what it was made with; parameters
    # have the last word.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [string] $Operation,

        [Parameter(Mandatory)]
        [string] $User,

        # The parameters that the caller of the command gave.
        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Bound,

        [AllowNull()]
        [object] $InputObject
    )
    $plan = $null
    if ($null -ne $InputObject -and $InputObject.PSObject.TypeNames[0] -match '^(Deserialized\.)?GraphMfa\.Plan$') { $plan = $InputObject }

    $request = [ordered] @{ operation = $Operation; user = $User }
    $scope = $null
    if ($Bound.ContainsKey('Scope')) { $scope = [string] $Bound['Scope'] }
    elseif ($Bound.ContainsKey('Kind')) { $scope = 'kinds' }
    elseif ($null -ne $plan) { $scope = [string] $plan.Scope }
    if ($scope) { $request['scope'] = $scope.ToLowerInvariant() }

    $kinds = $null
    if ($Bound.ContainsKey('Kind')) { $kinds = $Bound['Kind'] }
    elseif ($null -ne $plan -and -not $Bound.ContainsKey('Scope')) { $kinds = Get-MfaField $plan 'Kind' }
    if ($kinds) { $request['kinds'] = [string[]] @(ConvertTo-MfaKind $kinds) }

    $keep = $null
    if ($Bound.ContainsKey('Keep')) { $keep = $Bound['Keep'] }
    elseif ($null -ne $plan) { $keep = Get-MfaField $plan 'Keep' }
    if ($keep) { $request['keep'] = [string[]] @(ConvertTo-MfaKind $keep) }

    $revoke = $false
    if ($Bound.ContainsKey('RevokeSession')) { $revoke = [bool] $Bound['RevokeSession'] }
    elseif ($null -ne $plan) { $revoke = [bool] (Get-MfaField $plan 'RevokeSession') }
    if ($revoke) { $request['revokeSessions'] = $true }

    if ($Bound.ContainsKey('Fingerprint')) { $request['fingerprint'] = [string] $Bound['Fingerprint'] }
    elseif ($null -ne $plan) { $request['fingerprint'] = [string] $plan.Fingerprint }
    Add-MfaCase $request $Bound
    $request
}
