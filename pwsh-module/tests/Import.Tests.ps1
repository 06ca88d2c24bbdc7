# Importing the module does nothing but define functions. Each test has a shell of its own.

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $shell = (Get-Process -Id $PID).Path
    function Invoke-Shell {
        # Runs a script in a fresh shell; what it says, line by line.
        param([string] $Script)
        $prefix = "`$ErrorActionPreference = 'Stop'; `$manifest = '$(Join-Path -Path (Get-TestModule) -ChildPath 'GraphMfa.psd1')'`n"
        $encoded = [System.Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($prefix + $Script))
        $arguments = @('-NoProfile', '-NonInteractive', '-EncodedCommand', $encoded)
        # A host started by dotnet is named by its own assembly.
        if ([System.IO.Path]::GetFileNameWithoutExtension($shell) -eq 'dotnet') { $arguments = @([System.Environment]::GetCommandLineArgs()[0]) + $arguments }
        & $shell @arguments
    }
    function Get-NativeTrace {
        @'
[System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object -FilterScript { $_.GetName().Name -like 'GraphMfa*' } | ForEach-Object -Process { 'assembly ' + $_.GetName().Name }
[System.Diagnostics.Process]::GetCurrentProcess().Modules | Where-Object -FilterScript { $_.ModuleName -like '*graph_mfa*' } | ForEach-Object -Process { 'library ' + $_.ModuleName }
'end'
'@
    }
}

Describe 'Importing the module' {
    It 'emits no assembly and loads no library' {
        Invoke-Shell ("Import-Module `$manifest`n" + (Get-NativeTrace)) | Should -Be 'end'
    }

    It 'reads what commands call when the first of them is called' {
        $script = @'
Import-Module $manifest
function Test-There { & (Get-Module GraphMfa) { $null -ne (Get-Command -Name Resolve-MfaContext -CommandType Function -ErrorAction Ignore) } }
Test-There
@(Get-MfaContext).Count
Test-There
(Get-Command -Name Resolve-MfaContext -ErrorAction Ignore) -eq $null
'@
        if (-not (Test-Path -LiteralPath (Join-Path -Path (Get-TestModule) -ChildPath 'GraphMfa.Functions.ps1'))) {
            Set-ItResult -Skipped -Because 'these are the sources, which are read whole'
            return
        }
        Invoke-Shell $script | Should -Be @('False', '0', 'True', 'True')
    }

    It 'says which of its files cannot be read, and does nothing' {
        $functions = Join-Path -Path (Get-TestModule) -ChildPath 'GraphMfa.Functions.ps1'
        if (-not (Test-Path -LiteralPath $functions)) {
            Set-ItResult -Skipped -Because 'these are the sources, which are read whole'
            return
        }
        $script = @'
$half = Join-Path -Path ([System.IO.Path]::GetTempPath()) -ChildPath ([guid]::NewGuid())
$null = New-Item -Path $half -ItemType Directory
try {
    Get-ChildItem -LiteralPath (Split-Path -Path $manifest -Parent) -Filter 'GraphMfa.*' | Where-Object -FilterScript { $_.Name -ne 'GraphMfa.Functions.ps1' } | Copy-Item -Destination $half
    Import-Module (Join-Path -Path $half -ChildPath 'GraphMfa.psd1')
    $ErrorActionPreference = 'Continue'
    try { Get-MfaUser x; 'went on' } catch { $_.FullyQualifiedErrorId; $_.TargetObject -like '*GraphMfa.Functions.ps1'; $_.ErrorDetails.RecommendedAction -like 'Install*' }
}
finally { Remove-Item -LiteralPath $half -Recurse }
'@
        Invoke-Shell $script | Should -Be @('moduleIncomplete', 'True', 'True')
    }

    It 'completes names before any command was called' {
        $script = @'
Import-Module $manifest
$line = 'Get-MfaPermission -Operation res'
([System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null)).CompletionMatches | ForEach-Object -Process { $_.CompletionText }
'@
        Invoke-Shell $script | Should -Contain 'reset'
    }

    It 'does not load the library when a command is refused for lack of a connection' {
        $script = "Import-Module `$manifest`ntry { Get-MfaUser x } catch { `$_.FullyQualifiedErrorId }`n" + (Get-NativeTrace)
        Invoke-Shell $script | Should -Be @('notConnected,Get-MfaUser', 'end')
    }

    It 'works from a scope in strict mode, and again with -Force' {
        Invoke-Shell "Set-StrictMode -Version Latest; Import-Module `$manifest; Import-Module `$manifest -Force; @(Get-Module GraphMfa).Count; @(Get-MfaContext).Count" | Should -Be @('1', '0')
    }

    It 'emits the signatures once in a process, however often it is imported' {
        $script = @'
Import-Module $manifest
$secret = ConvertTo-SecureString -String x -AsPlainText -Force
$at = @{ GraphEndpoint = 'http://127.0.0.1:9'; LoginEndpoint = 'http://127.0.0.1:9'; SkipCheck = $true }
Connect-Mfa -TenantId t.example -ClientId 0c6d8e3a-51d0-4b1c-9f63-1e6f3f0b7c55 -ClientSecret $secret @at
Import-Module $manifest -Force
@(Get-MfaContext).Count
Connect-Mfa -TenantId t.example -ClientId 0c6d8e3a-51d0-4b1c-9f63-1e6f3f0b7c55 -ClientSecret $secret @at
@(Get-MfaContext).Count
'@
        Invoke-Shell ($script + "`n" + (Get-NativeTrace)) | Should -Be @('0', '1', 'assembly GraphMfa.Native', ('library ' + (& (Import-TestModule) { (Get-MfaPlatform).File })), 'end')
    }
}
