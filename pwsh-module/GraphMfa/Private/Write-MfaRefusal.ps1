function Write-MfaRefusal {
    # Reports that an operation for one person failed. Whoever came from the pipeline also gets an outcome, as in a run: what
    # follows in the pipeline must not depend on how many people there were.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        # With Error and Ends.
        [Parameter(Mandatory, Position = 1)]
        [hashtable] $Result,

        # The type of the outcome.
        [Parameter(Mandatory, Position = 2)]
        [string] $TypeName,

        # How the caller named the person.
        [Parameter(Mandatory, Position = 3)]
        [string] $Named
    )
    $code = ([string] $Result.Error.FullyQualifiedErrorId -split ',')[0]
    # Who is not found is nobody.
    if (-not $Result.Ends -and $Cmdlet.MyInvocation.ExpectingInput -and $code -notin 'invalidInput', 'userNotFound', 'userAmbiguous') {
        $word = 'failed'
        if ($code -in 'guarded', 'policyRefused', 'notAllowed', 'passNotPossible', 'passExists', 'tenantPolicy', 'planOutdated') { $word = 'skipped' }
        $data = $Result.Error.Exception.Data
        $fault = [ordered] @{ code = $code; message = $Result.Error.Exception.Message }
        foreach ($name in 'Status', 'ServiceCode', 'ServiceMessage', 'RequestId', 'ClientRequestId', 'RetryAfterMs', 'Aadsts') {
            if ($data.Contains($name)) { $fault[$name.Substring(0, 1).ToLowerInvariant() + $name.Substring(1)] = $data[$name] }
        }
        $id = [guid]::Empty
        $known = $null
        if ([guid]::TryParse($Named, [ref] $id)) { $known = $Named }
        $person = [pscustomobject] @{ userId = $known; outcome = $word; error = [pscustomobject] $fault }
        ConvertTo-MfaOutcome $null $TypeName $person $Named
    }
    Write-MfaError $Cmdlet $Result
}
