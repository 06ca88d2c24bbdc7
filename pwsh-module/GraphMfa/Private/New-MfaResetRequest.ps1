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
    $preset = $null
    if ($Bound.ContainsKey('Preset')) { $preset = [string] $Bound['Preset'] }
    elseif ($null -ne $plan) { $preset = [string] (Get-MfaField $plan 'Preset') }
    if ($preset) { $request['preset'] = $preset.Substring(0, 1).ToLowerInvariant() + $preset.Substring(1) }

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

    # With a preset, what is not said is the preset's to say.
    $pass = $Bound.ContainsKey('IssuePass') -and [bool] $Bound['IssuePass']
    $revoke = $false
    if ($Bound.ContainsKey('RevokeSession')) { $revoke = [bool] $Bound['RevokeSession'] }
    elseif ($null -ne $plan) { $revoke = [bool] (Get-MfaField $plan 'RevokeSession') -or [bool] (Get-MfaField $plan 'RevokeSessions') }
    if ($revoke) { $request['revokeSessions'] = $true }
    elseif ($Bound.ContainsKey('RevokeSession') -or ($pass -and -not $preset)) { $request['revokeSessions'] = $false }
    if ($pass -or ($null -ne $plan -and [bool] (Get-MfaField $plan 'IssuePass'))) {
        $options = @{}
        Add-MfaPassOption $options $Bound
        $request['pass'] = $options
    }

    if ($Bound.ContainsKey('Fingerprint')) { $request['fingerprint'] = [string] $Bound['Fingerprint'] }
    elseif ($null -ne $plan) {
        $request['fingerprint'] = [string] $plan.Fingerprint
        $plannedBy = Get-MfaField $plan 'PlannedBy'
        if ($plannedBy) { $request['plannedBy'] = [string] $plannedBy }
    }
    Add-MfaCase $request $Bound
    $request
}
