# Measures a pipeline of many people against the simulated tenant: time, HTTP requests and memory, a line for each size. It
# takes minutes, so it is no test. Exits with 1 where a goal is missed: 0.40 requests a person, and memory that does not
# grow with the people (the largest size may take 60 MB more than the smallest).
[CmdletBinding()]
param(
    # With commas between them: pwsh -File passes lists as text.
    [string] $People = '1000,10000'
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
. (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')

# Each size in a process of its own: the memory of one must not be hidden in that of another.
$sizes = @($People -split ',' | ForEach-Object -Process { [int] $_ })
if ($sizes.Count -gt 1) {
    $shell = (Get-Process -Id $PID).Path
    $lines = New-Object -TypeName System.Collections.ArrayList
    foreach ($size in $sizes) {
        foreach ($line in & $shell -NoProfile -File $PSCommandPath -People $size) {
            [void] $lines.Add($line)
            $line
        }
    }
    $most = @($lines | ForEach-Object -Process { if ($_ -match '; (\d+) MB at its height above') { [int] $Matches[1] } })
    $requests = @($lines | ForEach-Object -Process { if ($_ -match '(\d+\.\d+) requests a person') { [double]::Parse($Matches[1], [cultureinfo]::InvariantCulture) } })
    if ($most.Count -ne $sizes.Count -or $most[-1] - $most[0] -gt 60 -or ($requests | Measure-Object -Maximum).Maximum -gt 0.40) { exit 1 }
    exit 0
}

$size = $sizes[0]
# A tenant that makes its people up before it answers.
$tenant = Start-TestTenant -People $size
$journal = [System.IO.Path]::GetTempFileName()
$table = [System.IO.Path]::GetTempFileName()
try {
    $null = Import-TestModule
    $names = [regex]::Matches((Invoke-TenantAdmin $tenant GET '/state'), '"userPrincipalName":"([^"]+)"') | ForEach-Object -Process { $_.Groups[1].Value } | Sort-Object -Unique
    Set-Content -LiteralPath $table -Value (@('UserPrincipalName') + @($names))
    Remove-Item -LiteralPath $journal
    $count = @($names).Count
    $names = $null
    Connect-TestTenant $tenant
    [System.GC]::Collect()
    $me = [System.Diagnostics.Process]::GetCurrentProcess()
    $me.Refresh()
    $before = $me.WorkingSet64
    $most = $before
    $ended = 0
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    Import-Csv -LiteralPath $table |
        Reset-MfaUser -RevokeSession -Journal $journal -MaximumPeople 1000000 -RequestedBy Ada -Force -ErrorAction SilentlyContinue 6>$null |
        ForEach-Object -Process {
            $ended++
            if ($ended % 100 -eq 0) {
                $me.Refresh()
                $most = [math]::Max($most, $me.WorkingSet64)
            }
        }
    $Error.Clear()
    $state = Get-MfaRun | Select-Object -Last 1
    '{0} people: {1} ended, {2} done, {3} s, {4} ms a person, {5} requests a person, {6} MB before; {7} MB at its height above that' -f $count, $ended, $state.Done,
        [math]::Round($watch.Elapsed.TotalSeconds), [math]::Round($watch.Elapsed.TotalMilliseconds / $count, 1), ($state.RequestsSent / $count).ToString('0.000', [cultureinfo]::InvariantCulture),
        [math]::Round($before / 1MB), [math]::Round(($most - $before) / 1MB)
}
finally {
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
    Remove-Item -LiteralPath $journal, $table -ErrorAction SilentlyContinue
}
