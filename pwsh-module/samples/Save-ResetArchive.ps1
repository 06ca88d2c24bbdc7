<#
.SYNOPSIS
Appends who reset whom to an archive, every day.

.DESCRIPTION
The tenant keeps its audit log for 7 or 30 days. This reads a little more than the time since the last entry, because the log
lags, and appends what the archive does not have yet: one line of JSON for each reset, known by the ids of its records. A day
that was missed is made up for by the next, as long as the log goes back so far; if it does not, the script says so and fails.

.PARAMETER Archive
The file that grows.

.PARAMETER TenantId
The tenant; none with the managed identity.

.PARAMETER ClientId
The app registration; none with the managed identity.

.PARAMETER CertificatePath
The certificate, as a PFX or PEM file without a password; none with the managed identity.

.PARAMETER Days
How far back the first archive begins.
#>
[CmdletBinding(DefaultParameterSetName = 'ManagedIdentity')]
param(
    [Parameter(Mandatory)]
    [string] $Archive,

    [Parameter(Mandatory, ParameterSetName = 'Certificate')]
    [string] $TenantId,

    [Parameter(Mandatory, ParameterSetName = 'Certificate')]
    [string] $ClientId,

    [Parameter(Mandatory, ParameterSetName = 'Certificate')]
    [string] $CertificatePath,

    [int] $Days = 7
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module -Name GraphMfa

# What is there: the ids of the records, and the time of the last one.
$known = New-Object -TypeName 'System.Collections.Generic.HashSet[string]'
$since = [datetime]::UtcNow.AddDays(-$Days)
if (Test-Path -LiteralPath $Archive) {
    $last = $null
    foreach ($line in Get-Content -LiteralPath $Archive -Encoding UTF8) {
        if (-not $line) { continue }
        $entry = ConvertFrom-Json -InputObject $line
        foreach ($id in $entry.auditIds) { [void] $known.Add($id) }
        $at = ([datetime] $entry.at).ToUniversalTime()
        if ($null -eq $last -or $at -gt $last) { $last = $at }
    }
    # Records come minutes late, and not in order.
    if ($null -ne $last) { $since = $last.AddHours(-6) }
}

if ($CertificatePath) { Connect-Mfa -TenantId $TenantId -ClientId $ClientId -CertificatePath $CertificatePath }
else { Connect-Mfa -ManagedIdentity }
try {
    $lines = New-Object -TypeName 'System.Collections.Generic.List[string]'
    $read = 0
    Get-MfaAudit -Resets -All -Since $since -WarningVariable warned | ForEach-Object -Process {
        $read++
        $new = @($_.AuditIds | Where-Object -FilterScript { -not $known.Contains($_) })
        if ($new.Count -eq 0) { return }
        $lines.Add((ConvertTo-Json -Compress -InputObject ([ordered] @{
                        at              = $_.At.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ')
                        by              = $_.ActorName
                        for             = $_.UserPrincipalName
                        forId           = $_.UserId
                        methodsDeleted  = $_.MethodsDeleted
                        byPortalButton  = $_.ByPortalButton
                        sessionsRevoked = $_.SessionsRevoked
                        auditIds        = @($_.AuditIds)
                    })))
    }
}
finally { Disconnect-Mfa }
# Oldest first, as an archive is read.
$lines.Reverse()
if ($lines.Count -gt 0) { Add-Content -LiteralPath $Archive -Value $lines.ToArray() -Encoding UTF8 }
[pscustomobject] @{ Archive = $Archive; Since = $since; Read = $read; Added = $lines.Count; Warnings = @($warned).Count }
# The log does not reach back to the last entry: days are missing, and somebody must know.
if ($known.Count -gt 0 -and @($warned | Where-Object -FilterScript { "$_" -match 'reach back' }).Count -gt 0) { throw "the log does not reach back to $($since.ToString('u')): entries are missing in $Archive" }
