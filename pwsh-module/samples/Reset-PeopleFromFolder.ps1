<#
.SYNOPSIS
Requires the people of the CSV files in a folder to register again, as a scheduled task.

.DESCRIPTION
Signs in with a certificate: of the machine's or the user's store by its thumbprint, or of a file. Each CSV is one run, with
its journal beside it; when the run is at its end, the CSV gets the ending .done. A run that was interrupted, by a restart of
the machine perhaps, is resumed by the next start of the task: nobody is done twice, nobody is left out.

.PARAMETER Folder
Where the CSV files are.

.PARAMETER TenantId
The tenant.

.PARAMETER ClientId
The app registration.

.PARAMETER CertificateThumbprint
The certificate, by its thumbprint.

.PARAMETER CertificatePath
The certificate, as a PFX or PEM file without a password, which only the task's account may read.

.PARAMETER RequestedBy
On whose behalf.

.PARAMETER TimeLimit
For how long the task may begin new people; the next one goes on.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Folder,

    [Parameter(Mandatory)]
    [string] $TenantId,

    [Parameter(Mandatory)]
    [string] $ClientId,

    [Parameter(Mandatory, ParameterSetName = 'Store')]
    [string] $CertificateThumbprint,

    [Parameter(Mandatory, ParameterSetName = 'File')]
    [string] $CertificatePath,

    [Parameter(Mandatory)]
    [string] $RequestedBy,

    [timespan] $TimeLimit = '2:00:00'
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module -Name GraphMfa

$certificate = @{}
foreach ($name in 'CertificateThumbprint', 'CertificatePath') { if ($PSBoundParameters.ContainsKey($name)) { $certificate[$name] = $PSBoundParameters[$name] } }
Connect-Mfa -TenantId $TenantId -ClientId $ClientId @certificate
$summaries = New-Object -TypeName 'System.Collections.Generic.List[object]'
$failed = New-Object -TypeName 'System.Collections.Generic.List[string]'
try {
    foreach ($file in Get-ChildItem -LiteralPath $Folder -Filter '*.csv' | Sort-Object -Property Name) {
        $journal = $file.FullName + '.jsonl'
        # What is wrong with one file does not keep the others waiting.
        try {
            if (Test-Path -LiteralPath $journal) { $said = @(Resume-MfaRun -Journal $journal -TimeLimit $TimeLimit -Force -ErrorAction Continue) }
            else { $said = @(Start-MfaRun -Path $file.FullName -Operation Reset -RevokeSession -Journal $journal -RequestedBy $RequestedBy -MaximumPeople 10000 -TimeLimit $TimeLimit -Force -ErrorAction Continue) }
            $summary = $said[-1]
            $summaries.Add($summary)
            if ($summary.Status -ne 'stopped') { Move-Item -LiteralPath $file.FullName -Destination ($file.FullName + '.done') -Force }
            if ($summary.Status -ne 'done') { $failed.Add("$($file.Name) ($($summary.Status))") }
        }
        catch {
            Write-Error -ErrorRecord $_ -ErrorAction Continue
            $failed.Add("$($file.Name) ($($_.FullyQualifiedErrorId))")
        }
    }
}
finally { Disconnect-Mfa }
foreach ($summary in $summaries) { $summary | Select-Object -Property Status, People, Done, Partial, Failed, Skipped, Unfinished, File }
[pscustomobject] @{ Files = $summaries.Count; NotDone = $failed.Count }
if ($failed.Count -gt 0) { throw "not done: $($failed -join ', ')" }
