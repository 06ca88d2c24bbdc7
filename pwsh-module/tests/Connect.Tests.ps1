# Connecting, contexts, secrets and the native library.

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    $module = Import-TestModule
    $at = @{ GraphEndpoint = $tenant.Graph; LoginEndpoint = $tenant.Login; TestDelayScale = 0.001; SkipCheck = $true }
}

AfterAll {
    Disconnect-Mfa -All
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'Connect-Mfa' {
    BeforeEach { Set-TestScenario $tenant }
    AfterEach { Disconnect-Mfa -All }

    It 'gives nothing, and with -PassThru the context' {
        Connect-TestTenant $tenant | Should -BeNullOrEmpty
        $context = Connect-TestTenant $tenant @{ PassThru = $true; ProtectedUser = 'breakglass@fabrikam.example' }
        $context.PSObject.TypeNames[0] | Should -Be 'GraphMfa.Context'
        $context.TenantId | Should -Be $tenant.TenantId
        $context.Credential | Should -Be 'clientSecret'
        $context.Environment | Should -Be 'Global'
        $context.ProtectedUser | Should -Be @('breakglass@fabrikam.example')
        (Get-MfaContext).ContextId | Should -Be $context.ContextId
    }

    It 'signs in with a credential whose user name is the application id' {
        $credential = New-Object -TypeName pscredential -ArgumentList $tenant.ClientId, (ConvertTo-TestSecret $tenant.ClientSecret)
        Connect-Mfa -Tenant $tenant.TenantId -Credential $credential @at
        (Get-MfaContext).ClientId | Should -Be $tenant.ClientId
        (Get-MfaUser nora.lind@fabrikam.example).DisplayName | Should -Be 'Nora Lind'
    }

    It 'takes a credential for -ClientSecret, and the other names of the ids' {
        $credential = New-Object -TypeName pscredential -ArgumentList 'whoever', (ConvertTo-TestSecret $tenant.ClientSecret)
        Connect-Mfa -Tenant $tenant.TenantId -ApplicationId $tenant.ClientId -ClientSecret $credential @at
        (Get-MfaUser nora.lind@fabrikam.example).DisplayName | Should -Be 'Nora Lind'
    }

    It 'uses an access token that was got elsewhere' {
        Connect-Mfa -AccessToken (ConvertTo-TestSecret (New-TestToken $tenant)) @at
        (Get-MfaUser nora.lind@fabrikam.example).DisplayName | Should -Be 'Nora Lind'
    }

    It 'asks a script block for a token when one is needed, with the scope' {
        $script:asked = New-Object -TypeName System.Collections.ArrayList
        $token = New-TestToken $tenant
        Connect-Mfa -AccessToken {
            param($scope)
            [void] $script:asked.Add($scope)
            ConvertTo-TestSecret $token
        } @at
        $script:asked.Count | Should -Be 0
        (Get-MfaUser nora.lind@fabrikam.example).DisplayName | Should -Be 'Nora Lind'
        (Get-MfaUser erik.dahl@fabrikam.example).DisplayName | Should -Be 'Erik Dahl'
        $script:asked.Count | Should -Be 1
        $script:asked[0] | Should -Be 'https://graph.microsoft.com/.default'
    }

    It 'takes a token as text from a script block' {
        $token = New-TestToken $tenant
        Connect-Mfa -AccessToken { $token } @at
        (Get-MfaUser nora.lind@fabrikam.example).DisplayName | Should -Be 'Nora Lind'
    }

    It 'says why a script block gave no token' -ForEach @(
        @{ Block = { throw 'the vault is sealed' }; Why = 'the vault is sealed' }
        @{ Block = { }; Why = '0 objects' }
        @{ Block = { 'a'; 'b' }; Why = '2 objects' }
        @{ Block = { 42 }; Why = 'neither a SecureString nor a text' }
    ) {
        Connect-Mfa -AccessToken $Block @at
        { Get-MfaUser nora.lind@fabrikam.example } | Should -Throw -ErrorId '*,Get-MfaUser' -ExpectedMessage "*$Why*"
        (Get-TenantLog $tenant).Count | Should -Be 0
    }

    It 'maps the clouds' -ForEach @(
        @{ Name = 'USGov'; Cloud = 'usGovL4' }
        @{ Name = 'USGovDoD'; Cloud = 'usGovL5' }
        @{ Name = 'China'; Cloud = 'china' }
    ) {
        Set-TestScenario $tenant @{ tenant = @{ cloud = $Cloud }; users = @(@{ displayName = 'Nora Lind' }) }
        Connect-TestTenant $tenant @{ Environment = $Name }
        (Get-MfaUser nora.lind@fabrikam.example).DisplayName | Should -Be 'Nora Lind'
    }

    It 'refuses what contradicts itself, before anything is sent' -ForEach @(
        @{ More = @{ TenantId = 't'; ClientId = 'c'; ClientSecret = 'in clear' }; Says = '*SecureString*' }
        @{ More = @{ TenantId = 't'; ClientSecret = (New-Object -TypeName securestring) }; Says = '*needs -ClientId*' }
        @{ More = @{ AccessToken = 'in clear' }; Says = '*SecureString*' }
        @{ More = @{ AccessToken = { }; GraphEndpoint = 'http://127.0.0.1:1' }; Says = '*belong together*' }
        @{ More = @{ AccessToken = { }; LoginEndpoint = 'http://127.0.0.1:1' }; Says = '*belong together*' }
        @{ More = @{ AccessToken = { }; TestDelayScale = 0.5 }; Says = '*test tenant*' }
        @{ More = @{ TenantId = 't'; ClientId = 'c'; Credential = (New-Object -TypeName pscredential -ArgumentList 'd', (New-Object -TypeName securestring)) }; Says = '*different applications*' }
    ) {
        { Connect-Mfa @More } | Should -Throw -ErrorId 'invalidInput,Connect-Mfa' -ExpectedMessage $Says
        try { Connect-Mfa @More } catch { $text = $_ | Format-List -Property * -Force | Out-String }
        $text | Should -Not -Match 'in clear'
        Get-MfaContext | Should -BeNullOrEmpty
    }

    It 'refuses a test tenant on another machine' {
        { Connect-Mfa -AccessToken { } -GraphEndpoint 'http://graph.example' -LoginEndpoint 'http://127.0.0.1:1' } | Should -Throw -ErrorId 'invalidConfiguration,Connect-Mfa' -ExpectedMessage '*on this machine*'
    }
}

Describe 'Contexts' {
    BeforeAll { Set-TestScenario $tenant }
    AfterEach { Disconnect-Mfa -All }

    It 'are kept apart by name' {
        $one = Connect-TestTenant $tenant @{ Name = 'one'; PassThru = $true }
        Connect-TestTenant $tenant @{ Name = 'two' }
        (Get-MfaContext).Name | Should -Be 'two'
        @(Get-MfaContext -ListAvailable).Count | Should -Be 2
        (Get-MfaUser nora.lind@fabrikam.example -Context one).DisplayName | Should -Be 'Nora Lind'
        (Get-MfaUser nora.lind@fabrikam.example -Context $one).DisplayName | Should -Be 'Nora Lind'
        { Get-MfaUser nora.lind@fabrikam.example -Context three } | Should -Throw -ErrorId 'notConnected,Get-MfaUser'
        { Get-MfaUser nora.lind@fabrikam.example -Context 3 } | Should -Throw -ErrorId 'invalidInput,Get-MfaUser'
    }

    It 'are replaced by one of the same name' {
        $first = Connect-TestTenant $tenant @{ PassThru = $true }
        Connect-TestTenant $tenant
        @(Get-MfaContext -ListAvailable).Count | Should -Be 1
        { Get-MfaUser nora.lind@fabrikam.example -Context $first } | Should -Throw -ErrorId 'staleContext,Get-MfaUser'
    }

    It 'are stale after Disconnect-Mfa, and disconnecting twice is harmless' {
        $context = Connect-TestTenant $tenant @{ PassThru = $true }
        $context | Disconnect-Mfa
        Disconnect-Mfa
        Get-MfaContext | Should -BeNullOrEmpty
        { Get-MfaUser nora.lind@fabrikam.example } | Should -Throw -ErrorId 'notConnected,Get-MfaUser'
        { Get-MfaUser nora.lind@fabrikam.example -Context $context } | Should -Throw -ErrorId 'staleContext,Get-MfaUser'
        { Disconnect-Mfa $context -ErrorAction Stop } | Should -Throw -ErrorId 'staleContext,Disconnect-Mfa'
    }

    It 'are stale when the native library has freed the client' {
        Connect-TestTenant $tenant
        & $module { $entry = (Get-MfaContextTable)[$script:GraphMfa.Default]; $native = $entry.Native; $native::gmfa_client_free($entry.Handle) } | Should -Be 0
        { Get-MfaUser nora.lind@fabrikam.example } | Should -Throw -ErrorId 'staleContext,Get-MfaUser'
    }

    It 'travel to another runspace of the process' {
        $context = Connect-TestTenant $tenant @{ PassThru = $true }
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        try {
            [void] $shell.AddScript({ param($manifest, $context) Import-Module $manifest; (Get-MfaUser nora.lind@fabrikam.example -Context $context).DisplayName })
            [void] $shell.AddArgument((Join-Path -Path (Get-TestModule) -ChildPath 'GraphMfa.psd1')).AddArgument($context)
            $shell.Invoke() | Should -Be 'Nora Lind'
            $shell.Streams.Error.Count | Should -Be 0
        }
        finally { $shell.Dispose() }
    }

    It 'serve ForEach-Object -Parallel, each its own tenant' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $contexts = foreach ($name in 'one', 'two') { Connect-TestTenant $tenant @{ Name = $name; PassThru = $true } }
        $manifest = Join-Path -Path (Get-TestModule) -ChildPath 'GraphMfa.psd1'
        $told = 0..3 | ForEach-Object -ThrottleLimit 2 -Parallel {
            Import-Module $using:manifest
            $context = ($using:contexts)[$_ % 2]
            (Get-MfaUser nora.lind@fabrikam.example -Context $context).DisplayName
            # The context of another runspace is none of this one's own.
            @(Get-MfaContext -ListAvailable).Count
        }
        @($told | Where-Object -FilterScript { $_ -eq 'Nora Lind' }).Count | Should -Be 4
        @($told | Where-Object -FilterScript { $_ -eq 0 }).Count | Should -Be 4
        # A runspace that is gone takes nothing along.
        (Get-MfaUser nora.lind@fabrikam.example -Context two).DisplayName | Should -Be 'Nora Lind'
    }

    It 'serve Start-ThreadJob' -Skip:($null -eq (Get-Command -Name Start-ThreadJob -ErrorAction Ignore)) {
        $context = Connect-TestTenant $tenant @{ PassThru = $true }
        $manifest = Join-Path -Path (Get-TestModule) -ChildPath 'GraphMfa.psd1'
        $job = Start-ThreadJob -ScriptBlock { Import-Module $using:manifest; (Get-MfaUser nora.lind@fabrikam.example -Context $using:context).DisplayName }
        $job | Receive-Job -Wait -AutoRemoveJob | Should -Be 'Nora Lind'
    }

    It 'are made anew in a background job, which is a process of its own; one that was carried there says so' {
        $context = Connect-TestTenant $tenant @{ PassThru = $true }
        $job = Start-Job -ArgumentList (Join-Path -Path (Get-TestModule) -ChildPath 'GraphMfa.psd1'), $tenant.Graph, $tenant.Login, (ConvertTo-TestSecret (New-TestToken $tenant)), $context -ScriptBlock {
            param($manifest, $graph, $login, $token, $carried)
            Import-Module $manifest
            Connect-Mfa -AccessToken $token -GraphEndpoint $graph -LoginEndpoint $login -SkipCheck
            (Get-MfaUser nora.lind@fabrikam.example).DisplayName
            try { Get-MfaUser nora.lind@fabrikam.example -Context $carried } catch { $_.FullyQualifiedErrorId }
        }
        $told = @($job | Receive-Job -Wait -AutoRemoveJob)
        $told | Should -Be @('Nora Lind', 'staleContext,Get-MfaUser')
    }

    It 'are freed with the module' {
        $context = Connect-TestTenant $tenant @{ PassThru = $true }
        $entry = & $module { (Get-MfaContextTable)[$script:GraphMfa.Default] }
        $module = Import-TestModule
        $native = $entry.Native
        $native::gmfa_client_free($entry.Handle) | Should -Be 11
        { Get-MfaUser nora.lind@fabrikam.example -Context $context } | Should -Throw -ErrorId 'staleContext,Get-MfaUser'
    }

    It 'are freed by Import-Module -Force, and the new module begins without any' {
        $context = Connect-TestTenant $tenant @{ PassThru = $true }
        $entry = & (Get-Module -Name GraphMfa) { (Get-MfaContextTable)[$script:GraphMfa.Default] }
        $null = Import-Module -Name (Join-Path -Path (Get-TestModule) -ChildPath 'GraphMfa.psd1') -Force -Global -PassThru
        $native = $entry.Native
        $native::gmfa_client_free($entry.Handle) | Should -Be 11
        Get-MfaContext -ListAvailable | Should -BeNullOrEmpty
        { Get-MfaUser nora.lind@fabrikam.example -Context $context } | Should -Throw -ErrorId 'staleContext,Get-MfaUser'
        Connect-TestTenant $tenant
        (Get-MfaUser nora.lind@fabrikam.example).DisplayName | Should -Be 'Nora Lind'
    }
}

Describe 'Secrets' {
    It 'appear in no object, error or verbose text' {
        Set-TestScenario $tenant
        $seen = New-Object -TypeName System.Text.StringBuilder
        $token = New-TestToken $tenant
        foreach ($context in @(
                (Connect-TestTenant $tenant @{ Name = 'secret'; PassThru = $true })
                (Connect-Mfa -Name token -AccessToken (ConvertTo-TestSecret $token) @at -PassThru)
                (Connect-Mfa -Name host -AccessToken { $token } @at -PassThru)
            )) {
            [void] $seen.Append(($context | Format-List -Property * -Force | Out-String))
            [void] $seen.Append(($context | ConvertTo-Json -Depth 5 -WarningAction SilentlyContinue))
            [void] $seen.Append(($context | Out-String))
            $stream = Get-MfaMethod nora.lind@fabrikam.example -Context $context -Verbose 4>&1
            [void] $seen.Append(($stream | Out-String))
            try { Get-MfaUser nobody@fabrikam.example -Context $context -ErrorAction Stop }
            catch { [void] $seen.Append(($_ | Format-List -Property * -Force | Out-String) + ($_.Exception.Data | Out-String)) }
        }
        $wrong = 'not-the-secret-0123456789'
        Connect-Mfa -TenantId $tenant.TenantId -ClientId $tenant.ClientId -ClientSecret (ConvertTo-TestSecret $wrong) @at
        try { Get-MfaUser nora.lind@fabrikam.example -Verbose 4>&1 | ForEach-Object -Process { [void] $seen.Append($_) } }
        catch { [void] $seen.Append(($_ | Format-List -Property * -Force | Out-String) + ($_.Exception.Data.Values -join ' ')) }

        $canaries = ConvertFrom-Json -InputObject (Invoke-TenantAdmin $tenant GET '/canaries')
        @($canaries).Count | Should -BeGreaterThan 1
        $told = $seen.ToString()
        $told.Length | Should -BeGreaterThan 1000
        foreach ($canary in @($canaries) + $wrong + $token) {
            foreach ($form in $canary, [System.Uri]::EscapeDataString($canary), [System.Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes($canary)).TrimEnd('='), [System.Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($canary)).TrimEnd('=')) {
                $told.Contains($form) | Should -BeFalse
            }
        }
        Disconnect-Mfa -All
    }
}

Describe 'The native library' {
    BeforeAll { $kept = $env:GRAPHMFA_NATIVE_LIBRARY }
    BeforeEach { $module = Import-TestModule }
    AfterEach { $env:GRAPHMFA_NATIVE_LIBRARY = $kept }
    AfterAll { $module = Import-TestModule }

    It 'is named with the platform when the file is missing' {
        $env:GRAPHMFA_NATIVE_LIBRARY = Join-Path -Path $TestDrive -ChildPath 'nowhere.so'
        { Connect-TestTenant $tenant } | Should -Throw -ErrorId 'libraryNotFound,Connect-Mfa' -ExpectedMessage "*$($env:GRAPHMFA_NATIVE_LIBRARY)*$(& $module { (Get-MfaPlatform).Rid })*"
    }

    It 'must be given by its absolute path' {
        $env:GRAPHMFA_NATIVE_LIBRARY = 'relative.so'
        { Connect-TestTenant $tenant } | Should -Throw -ErrorId 'libraryNotFound,Connect-Mfa' -ExpectedMessage '*absolute*relative.so*'
    }

    It 'must be a library' {
        $env:GRAPHMFA_NATIVE_LIBRARY = Join-Path -Path $TestDrive -ChildPath 'text.so'
        [System.IO.File]::WriteAllText($env:GRAPHMFA_NATIVE_LIBRARY, 'x' * 200)
        { Connect-TestTenant $tenant } | Should -Throw -ErrorId 'libraryUnusable,Connect-Mfa' -ExpectedMessage '*is not a library*'
    }

    It 'must be of this platform: both are named' -ForEach @(
        @{ Rid = 'linux-arm'; Head = @(0x7F, 0x45, 0x4C, 0x46, 2, 1, 1); At = 18; Machine = 40 }
        @{ Rid = 'linux-machine243'; Head = @(0x7F, 0x45, 0x4C, 0x46, 2, 1, 1); At = 18; Machine = 243 }
        @{ Rid = 'win-x86'; Head = @(0x4D, 0x5A); At = 132; Machine = 0x14C }
        @{ Rid = 'osx-machine18'; Head = @(0xCF, 0xFA, 0xED, 0xFE); At = 4; Machine = 18 }
    ) {
        $bytes = New-Object -TypeName byte[] -ArgumentList 512
        for ($i = 0; $i -lt $Head.Count; $i++) { $bytes[$i] = $Head[$i] }
        if ($Rid -like 'win-*') { $bytes[60] = 128 }
        [System.BitConverter]::GetBytes([uint16] $Machine).CopyTo($bytes, $At)
        $env:GRAPHMFA_NATIVE_LIBRARY = Join-Path -Path $TestDrive -ChildPath "$Rid.lib"
        [System.IO.File]::WriteAllBytes($env:GRAPHMFA_NATIVE_LIBRARY, $bytes)
        { Connect-TestTenant $tenant } | Should -Throw -ErrorId 'libraryUnusable,Connect-Mfa' -ExpectedMessage "*$($env:GRAPHMFA_NATIVE_LIBRARY)*$Rid*$(& $module { (Get-MfaPlatform).Rid })*"
    }

    It 'must be whole' {
        $whole = & $module { (Find-MfaLibrary).Path }
        $env:GRAPHMFA_NATIVE_LIBRARY = Join-Path -Path $TestDrive -ChildPath 'cut.so'
        $bytes = [System.IO.File]::ReadAllBytes($whole)
        [System.IO.File]::WriteAllBytes($env:GRAPHMFA_NATIVE_LIBRARY, $bytes[0..5000])
        { Connect-TestTenant $tenant } | Should -Throw -ErrorId 'libraryUnusable,Connect-Mfa' -ExpectedMessage '*is cut short*'
    }
}
