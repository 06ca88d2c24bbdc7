function Get-MfaTransport {
    # How requests travel where nobody says it. The sandbox of Azure Automation blocks parts of what a native library calls;
    # it tells modules what it is by a variable of the environment.
    [CmdletBinding()]
    [OutputType([string])]
    param()
    if ([System.Environment]::GetEnvironmentVariable('AZUREPS_HOST_ENVIRONMENT') -like 'AzureAutomation*') { return 'Host' }
    'Native'
}
