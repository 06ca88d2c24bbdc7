function Write-MfaError {
    # Reports a failure as the command that met it: the next person follows, or, where the failure concerns the whole
    # call, the pipeline ends.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        # With Error and Ends.
        [Parameter(Mandatory, Position = 1)]
        [hashtable] $Result
    )
    if ($Result.Ends) { $Cmdlet.ThrowTerminatingError($Result.Error) }
    $Cmdlet.WriteError($Result.Error)
}
