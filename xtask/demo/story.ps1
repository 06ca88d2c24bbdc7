# The part of PowerShell: a runbook that uses the module. Reads the stage from standard input, writes lines of JSON (what
# is typed, then what came of it with the module's own tables), and waits for a line after the reset, while minutes pass
# in the tenant.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$stage = ConvertFrom-Json -InputObject ([System.Console]::In.ReadLine())

function Send-Line {
    param([System.Collections.IDictionary] $Line)
    [System.Console]::Out.WriteLine((ConvertTo-Json -InputObject $Line -Depth 12 -Compress))
}

function Send-Step {
    param([string] $Step, [object] $Value)
    $shown = @((($Value | Out-String -Width 94).Trim("`r", "`n")) -split "`r?`n")
    Send-Line ([ordered] @{ step = $Step; shown = $shown; value = $Value })
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

Send-Line @{ typed = "Find-MfaUser '$($stage.search)'" }
$found = @(Find-MfaUser $stage.search)
Send-Step find $found

Send-Line @{ typed = "Get-MfaMethod $user" }
Send-Step methods @(Get-MfaMethod $user)

Send-Line @{ typed = "`$plan = Get-MfaResetPlan $user -RevokeSession; `$plan" }
$plan = Get-MfaResetPlan $user -RevokeSession
Send-Step plan $plan

Send-Line @{ typed = '$plan | Reset-MfaUser -Force' }
Send-Step reset ($plan | Reset-MfaUser -Force)

[void] [System.Console]::In.ReadLine()
Send-Line @{ typed = "Get-MfaAudit $user -Resets -WaitUpTo 0:10" }
Send-Step audit @(Get-MfaAudit $user -Resets -WaitUpTo 0:10 -WarningAction SilentlyContinue)

Disconnect-Mfa
