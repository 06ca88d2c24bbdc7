# The Tab key: names from the tenant, at once or not at all.

BeforeDiscovery {
    # What is asked of the tenant or of the contract, wherever a command has such a parameter.
    $completed = @(foreach ($file in Get-ChildItem -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath '../GraphMfa/Public') -Filter '*.ps1') { @{ Command = $file.BaseName } })
}

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    $module = Import-TestModule
    function Get-Offer {
        # What the Tab key offers at the end of a line.
        param([string] $Line)
        $offered = TabExpansion2 -inputScript $Line -cursorColumn $Line.Length
        $offered.CompletionMatches | Where-Object -FilterScript { $_.ResultType -eq 'ParameterValue' } | ForEach-Object -Process { $_.CompletionText }
    }
    function Get-LogCount { (Get-TenantLog $tenant).Count }
}

AfterAll {
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'The command <Command>' -ForEach $completed {
    It 'completes whatever names something' {
        $parameters = (Get-Command -Name $Command -Module GraphMfa).Parameters
        foreach ($name in 'User', 'Actor', 'Role', 'AdministrativeUnit', 'MethodId', 'Kind', 'Scope', 'Keep', 'Operation', 'Context', 'Preset') {
            if (-not $parameters.ContainsKey($name)) { continue }
            @($parameters[$name].Attributes | Where-Object -FilterScript { $_ -is [System.Management.Automation.ArgumentCompleterAttribute] -or $_ -is [System.Management.Automation.ValidateSetAttribute] }).Count |
                Should -Be 1 -Because "-$name of $Command"
        }
    }
}

Describe 'The Tab key' {
    BeforeAll {
        $scenario = Get-TestScenario
        $scenario.users += @{ displayName = 'Nolan O''Brien'; userPrincipalName = 'nolan.o''brien@fabrikam.example' }
        $scenario.administrativeUnits = @(@{ displayName = 'North' }, @{ displayName = 'Night desk' })
        $scenario.roleAssignments = @(@{ role = 'Authentication Administrator'; principal = 'erik.dahl@fabrikam.example'; scope = 'North' })
        Set-TestScenario $tenant $scenario
    }

    BeforeEach {
        Connect-TestTenant $tenant
        $null = Get-MfaUser nora.lind@fabrikam.example
        $errors = $Error.Count
    }

    AfterEach {
        $Error.Count | Should -Be $errors
        Disconnect-Mfa -All
    }

    It 'offers people, quoted where they must be' {
        Get-Offer 'Get-MfaUser no' | Should -Be @("'nolan.o''brien@fabrikam.example'", 'nora.lind@fabrikam.example')
        Get-Offer 'Remove-MfaMethod -User nora' | Should -Be @('nora.lind@fabrikam.example')
        (TabExpansion2 -inputScript 'Get-MfaUser nora' -cursorColumn 16).CompletionMatches[0].ToolTip | Should -Be 'Nora Lind <nora.lind@fabrikam.example>'
    }

    It 'asks once for the same letters' {
        $null = Get-Offer 'Get-MfaUser eri'
        $before = Get-LogCount
        Get-Offer 'Get-MfaMethod Eri' | Should -Be @('erik.dahl@fabrikam.example')
        Get-LogCount | Should -Be $before
    }

    It 'asks the context that stands in the line' {
        Connect-TestTenant $tenant @{ Name = 'other' }
        # The default one has answered nothing yet.
        Get-Offer 'Get-MfaUser nora' | Should -BeNullOrEmpty
        Get-Offer 'Get-MfaUser -Context Default -User nora' | Should -Be @('nora.lind@fabrikam.example')
        Get-Offer 'Get-MfaUser -Context o' | Should -Be @('other')
    }

    It 'offers the methods of the person in the line' {
        $ids = @((Get-MfaMethod nora.lind@fabrikam.example).MethodId | Sort-Object)
        Get-Offer 'Remove-MfaMethod nora.lind@fabrikam.example -MethodId ' | ForEach-Object -Process { $_.Trim("'") } | Sort-Object | Should -Be $ids
        Get-Offer 'Remove-MfaMethod -MethodId ' | Should -BeNullOrEmpty
    }

    It 'offers kinds, scopes, operations, roles and units' {
        Get-Offer 'Remove-MfaMethod x -Kind f' | Should -Be @('fido2')
        Get-Offer 'Get-MfaResetPlan x -Scope w' | Should -Be @('Weak')
        Get-Offer 'Get-MfaPermission -Operation rem' | Should -Be @('removeMethod', 'removePass')
        Get-Offer 'Get-MfaRoleAssignment -Role Auth' | Should -Contain "'Authentication Administrator'"
        Get-Offer 'Get-MfaRole Rep' | Should -Contain "'Reports Reader'"
        Get-Offer 'Get-MfaRoleAssignment -AdministrativeUnit n' | Should -Be @("'Night desk'", 'North')
        Get-Offer 'Grant-MfaRole x -AdministrativeUnit ni' | Should -Be @("'Night desk'")
    }

    It 'asks nothing before the context has answered something' {
        Connect-TestTenant $tenant
        $before = Get-LogCount
        Get-Offer 'Get-MfaUser nora' | Should -BeNullOrEmpty
        Get-LogCount | Should -Be $before
        Disconnect-Mfa -All
        Get-Offer 'Get-MfaUser nora' | Should -BeNullOrEmpty
        Get-Offer 'Get-MfaRoleAssignment -Role Authentication' | Should -Be @("'Authentication Administrator'", "'Authentication Policy Administrator'")
        Get-Offer 'Get-MfaUser -Context nowhere -User nora' | Should -BeNullOrEmpty
    }

    It 'is silent when the tenant refuses' {
        $refused = New-TestToken $tenant @{ expiresIn = -60 }
        Connect-Mfa -AccessToken (ConvertTo-TestSecret $refused) -GraphEndpoint $tenant.Graph -LoginEndpoint $tenant.Login -TestDelayScale 0.001 -SkipCheck
        & $module { (Get-MfaContextTable)[$script:GraphMfa.Default]['Answered'] = $true }
        Get-Offer 'Get-MfaUser nora' | Should -BeNullOrEmpty
    }

    It 'runs no script block that yields a token' {
        $script:asked = 0
        Connect-Mfa -AccessToken { $script:asked++; 'x' } -GraphEndpoint $tenant.Graph -LoginEndpoint $tenant.Login -TestDelayScale 0.001 -SkipCheck
        & $module { (Get-MfaContextTable)[$script:GraphMfa.Default]['Answered'] = $true }
        Get-Offer 'Get-MfaUser nora' | Should -BeNullOrEmpty
        $script:asked | Should -Be 0
    }

    It 'waits a moment for a tenant that does not answer, and has the answer at the next key' {
        # Whoever connects here waits until somebody speaks.
        $listener = New-Object -TypeName System.Net.Sockets.TcpListener -ArgumentList ([System.Net.IPAddress]::Loopback), 0
        $listener.Start()
        try {
            $address = "http://127.0.0.1:$($listener.LocalEndpoint.Port)"
            Connect-Mfa -AccessToken (ConvertTo-TestSecret (New-TestToken $tenant)) -GraphEndpoint $address -LoginEndpoint $address -TestDelayScale 0.001 -SkipCheck
            & $module { (Get-MfaContextTable)[$script:GraphMfa.Default]['Answered'] = $true }
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            Get-Offer 'Get-MfaUser nora' | Should -BeNullOrEmpty
            $clock.ElapsedMilliseconds | Should -BeLessThan 2000

            $heard = $listener.AcceptTcpClient()
            $stream = $heard.GetStream()
            $null = $stream.Read((New-Object -TypeName byte[] -ArgumentList 65536), 0, 65536)
            $body = '{"value":[{"id":"11111111-aaaa-4aaa-8aaa-000000000001","userPrincipalName":"nora@slow.example","displayName":"Nora"}]}'
            $answer = [System.Text.Encoding]::ASCII.GetBytes("HTTP/1.1 200 OK`r`nContent-Type: application/json`r`nContent-Length: $($body.Length)`r`nConnection: close`r`n`r`n$body")
            $stream.Write($answer, 0, $answer.Length)
            $heard.Close()
            Get-Offer 'Get-MfaUser nora' | Should -Be @('nora@slow.example')
            # What nobody asks for again goes with the context.
            Get-Offer 'Get-MfaUser erik' | Should -BeNullOrEmpty
        }
        finally { $listener.Stop() }
    }
}
