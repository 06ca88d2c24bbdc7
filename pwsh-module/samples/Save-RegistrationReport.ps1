<#
.SYNOPSIS
Saves who is capable of multifactor authentication, every night.

.DESCRIPTION
Writes registration-<date>.csv into a folder, row by row, so that memory stays flat in a large tenant, and gives the numbers.
The file appears under its name only when it is complete. Files older than -KeepDays are removed.

.PARAMETER Folder
Where the files go: a share, or what a pipeline publishes.

.PARAMETER TenantId
The tenant; none with the managed identity.

.PARAMETER ClientId
The app registration; none with the managed identity.

.PARAMETER CertificatePath
The certificate, as a PFX or PEM file without a password; none with the managed identity.

.PARAMETER KeepDays
For how many days files are kept.
#>
[CmdletBinding(DefaultParameterSetName = 'ManagedIdentity')]
param(
    [Parameter(Mandatory)]
    [string] $Folder,

    [Parameter(Mandatory, ParameterSetName = 'Certificate')]
    [string] $TenantId,

    [Parameter(Mandatory, ParameterSetName = 'Certificate')]
    [string] $ClientId,

    [Parameter(Mandatory, ParameterSetName = 'Certificate')]
    [string] $CertificatePath,

    [int] $KeepDays = 400
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module -Name GraphMfa

if ($CertificatePath) { Connect-Mfa -TenantId $TenantId -ClientId $ClientId -CertificatePath $CertificatePath }
else { Connect-Mfa -ManagedIdentity }
try {
    $file = Join-Path -Path $Folder -ChildPath ('registration-{0:yyyy-MM-dd}.csv' -f [datetime]::UtcNow)
    # No cell of these lines can start a formula in a spreadsheet.
    Get-MfaRegistration -AsCsv | Set-Content -LiteralPath "$file.part" -Encoding UTF8
    Move-Item -LiteralPath "$file.part" -Destination $file -Force
    $old = [datetime]::UtcNow.AddDays(-$KeepDays)
    Get-ChildItem -LiteralPath $Folder -Filter 'registration-*.csv' | Where-Object -FilterScript { $_.LastWriteTimeUtc -lt $old } | Remove-Item
    $numbers = Get-MfaRegistration -Summary
    [pscustomobject] @{
        File                     = $file
        People                   = $numbers.People
        Capable                  = $numbers.Capable
        NotCapable               = $numbers.NotCapable
        AdministratorsNotCapable = $numbers.AdministratorsNotCapable
        Freshness                = $numbers.Freshness
    }
}
finally { Disconnect-Mfa }
