function Get-MfaCloudJob {
    # The name of the service that runs this job and keeps its output, where anybody may read it who sees the job;
    # nothing elsewhere. Azure Automation gives every job its id in a variable, in a sandbox and on a hybrid worker, and
    # tells modules of a sandbox by a variable of the environment.
    [CmdletBinding()]
    [OutputType([string])]
    param()
    $told = [System.Environment]::GetEnvironmentVariable('AZUREPS_HOST_ENVIRONMENT')
    if ($told -like 'AzureAutomation*') { return 'Azure Automation' }
    $private = Get-Variable -Name PSPrivateMetadata -Scope Global -ValueOnly -ErrorAction Ignore
    if ($private -is [System.Collections.IDictionary] -and $private.Contains('JobId')) { return 'Azure Automation' }
    if ($null -ne (Get-MfaField $private 'JobId')) { return 'Azure Automation' }
}
