# Runs the tests. The last line is Pester's count; the exit code is 0 only when everything passed.
[CmdletBinding()]
param(
    # A file or folder of tests.
    [string[]] $Path = @($PSScriptRoot)
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
. (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')

# Without a tenant the tests would prove nothing.
$tenant = Start-TestTenant
try {
    $state = ConvertFrom-Json -InputObject (Invoke-TenantAdmin $tenant GET '/state')
    Write-Output "module: $(Get-TestModule)"
    Write-Output "simulated tenant: $($tenant.Graph) ($($state.domain))"
    Write-Output "conformance: $(Get-TestProgram -Variable GRAPHMFA_CONFORMANCE -Name graph-mfa-conformance)"
}
finally { Stop-TestTenant $tenant }

Import-Module -Name Pester -MinimumVersion 5.0
# What the tests themselves put out is not the result.
$result = @(Invoke-Pester -Path $Path -PassThru -Output Normal | Where-Object -FilterScript { $null -ne $_ -and $_.PSObject.Properties['FailedContainersCount'] })[-1]
Write-Output "$($result.PassedCount) passed, $($result.FailedCount) failed"
if ($result.FailedCount -gt 0 -or $result.FailedContainersCount -gt 0 -or $result.PassedCount -eq 0) { exit 1 }
exit 0
