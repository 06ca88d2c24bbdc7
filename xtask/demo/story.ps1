# The part of PowerShell: a runbook that uses the module. Reads the stage from standard input, writes one line of JSON
# per step with the module's own tables, and waits for a line after the reset, while minutes pass in the tenant.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$stage = ConvertFrom-Json -InputObject ([System.Console]::In.ReadLine())

function Send-Step {
    param([string] $Step, [string] $Typed, [object] $Value)
    $shown = @((($Value | Out-String -Width 94).Trim("`r", "`n")) -split "`r?`n")
    $line = [ordered] @{ step = $Step; typed = $Typed; shown = $shown; value = $Value }
    [System.Console]::Out.WriteLine((ConvertTo-Json -InputObject $line -Depth 12 -Compress))
}

Import-Module -Name (Join-Path -Path $stage.module -ChildPath 'GraphMfa.psd1')
$connection = @{
    TenantId       = $stage.tenant
    ClientId       = $stage.clientId
    ClientSecret   = ConvertTo-SecureString -String $stage.clientSecret -AsPlainText -Force
    GraphEndpoint  = $stage.graph
    LoginEndpoint  = $stage.login
    TestDelayScale = $stage.delayScale
}
Connect-Mfa @connection
$user = $stage.user

$found = @(Find-MfaUser $stage.search)
Send-Step -Step find -Typed "Find-MfaUser '$($stage.search)'" -Value $found

$methods = @($found | Get-MfaMethod)
Send-Step -Step methods -Typed "Find-MfaUser '$($stage.search)' | Get-MfaMethod" -Value $methods

$plan = Get-MfaResetPlan $user
Send-Step -Step plan -Typed "`$plan = Get-MfaResetPlan $user" -Value $plan

$outcome = $plan | Reset-MfaUser -RevokeSession -Force
Send-Step -Step reset -Typed '$plan | Reset-MfaUser -RevokeSession -Force' -Value $outcome

[void] [System.Console]::In.ReadLine()
$resets = @(Get-MfaAudit $user -Resets -WaitUpTo ([timespan] '00:10:00') -WarningAction SilentlyContinue)
Send-Step -Step audit -Typed "Get-MfaAudit $user -Resets" -Value $resets

Disconnect-Mfa
