function New-MfaRunRequest {
    # The contract's request for a run or its plan: Request, or Error and Ends.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)]
        [string] $Operation,

        # The command, whose location relative names begin at.
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        # The parameters that the caller of the command gave.
        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Bound,

        # Lines of JSON for the people who came otherwise.
        [Parameter(Mandatory)]
        [AllowEmptyCollection()]
        [System.Collections.Generic.List[string]] $Row,

        [Parameter(Mandatory)]
        [hashtable] $Entry
    )
    $request = [ordered] @{ operation = $Operation }
    if ($Bound.ContainsKey('PlanPath')) {
        $request['input'] = [ordered] @{ from = 'plan'; path = Resolve-MfaFile $Cmdlet $Bound['PlanPath'] $Entry }
    }
    elseif ($Bound.ContainsKey('Path')) {
        # What people are in is on this machine, wherever journals are.
        $path = $Cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Bound['Path'])
        $request['input'] = [ordered] @{ from = 'file'; path = $path }
        if ($null -ne $Entry.Sink) {
            try {
                # UTF-16 is known by its mark; anything else that is not UTF-8 is a mistake.
                $strict = New-Object -TypeName System.Text.UTF8Encoding -ArgumentList $false, $true
                $request['input'] = [ordered] @{ from = 'text'; text = [System.IO.File]::ReadAllText($path, $strict) }
            }
            catch {
                $fault = New-MfaFault -Code fileFailed -Message "$path`: $($_.Exception.GetBaseException().Message)" -Remedy 'Check the path, and save the file as UTF-8' -Subject $path
                return @{ Error = New-MfaErrorRecord $fault $path; Ends = $true }
            }
        }
    }
    else { $request['input'] = [ordered] @{ from = 'text'; text = $Row.ToArray() -join "`n"; format = 'jsonLines' } }

    $each = New-MfaRunEach $Bound
    if ($null -ne $each) { $request['each'] = $each }
    Add-MfaCase $request $Bound
    if ($Bound.ContainsKey('Strict')) { $request['strict'] = [bool] $Bound['Strict'] }
    if ($Bound.ContainsKey('MaximumPeople')) { $request['mostPeople'] = [int64] $Bound['MaximumPeople'] }
    Add-MfaRunLimit $request $Bound
    @{ Request = $request; Error = $null; Ends = $false }
}
