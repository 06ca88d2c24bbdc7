# Temporary Access Passes, rescues, presets and single methods.

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    $null = Import-TestModule
    Set-TestScenario $tenant
    Connect-TestTenant $tenant
    $nora = 'nora.lind@fabrikam.example'
}

AfterAll {
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'A Temporary Access Pass' {
    BeforeEach { Set-TestScenario $tenant }

    It 'is a SecureString unless text is asked for' {
        $issued = New-MfaTemporaryAccessPass $nora -LifetimeMinutes 90 -UsableOnce -Confirm:$false
        $issued.PSObject.TypeNames[0] | Should -Be 'GraphMfa.IssuedPass'
        $issued.UserPrincipalName | Should -Be $nora
        $issued.TemporaryAccessPass | Should -BeOfType ([securestring])
        $issued.Pass.LifetimeMinutes | Should -Be 90
        $issued.Pass.UsableOnce | Should -BeTrue
        $issued.Pass.EndsAt | Should -BeOfType ([datetime])
        $again = New-MfaTemporaryAccessPass $nora -Replace -AsPlainText -Confirm:$false
        $again.TemporaryAccessPass | Should -BeOfType ([string])
        $again.TemporaryAccessPass.Length | Should -BeGreaterOrEqual 8
        $again.Replaced | Should -BeTrue
    }

    It 'goes to the script block and does not come out' {
        $script:delivered = $null
        $issued = New-MfaTemporaryAccessPass $nora -AsPlainText -Confirm:$false -DeliverPass { param($it) $script:delivered = $it.TemporaryAccessPass; 'dropped' }
        @($issued).Count | Should -Be 1
        $issued.TemporaryAccessPass | Should -BeNullOrEmpty
        $script:delivered | Should -Not -BeNullOrEmpty
    }

    It 'is not issued beyond the policy, nor twice, nor under -WhatIf' {
        New-MfaTemporaryAccessPass $nora -WhatIf | Should -BeNullOrEmpty
        (Get-MfaTemporaryAccessPass $nora).Pass | Should -BeNullOrEmpty
        { New-MfaTemporaryAccessPass $nora -LifetimeMinutes 20 -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'tenantPolicy*'
        $null = New-MfaTemporaryAccessPass $nora -Confirm:$false
        { New-MfaTemporaryAccessPass $nora -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'passExists*'
    }

    It 'is shown with the policy, and removed' {
        $null = New-MfaTemporaryAccessPass $nora -Confirm:$false
        $report = Get-MfaTemporaryAccessPass $nora
        $report.Pass.Usable | Should -BeTrue
        $report.Policy.MaximumLifetimeMinutes | Should -Be 480
        (Remove-MfaTemporaryAccessPass $nora -Confirm:$false).Removed | Should -BeTrue
        ($nora | Get-MfaTemporaryAccessPass).Pass | Should -BeNullOrEmpty
    }
}

Describe 'Reset-MfaUser with a pass or a preset' {
    BeforeEach { Set-TestScenario $tenant }

    It 'leaves nobody with nothing' {
        $outcome = Reset-MfaUser $nora -Preset Compromised -AsPlainText -Confirm:$false
        $outcome.PSObject.TypeNames[0] | Should -Be 'GraphMfa.RescueOutcome'
        $outcome.Outcome | Should -Be 'done'
        $outcome.PassStatus | Should -Be 'issued'
        $outcome.TemporaryAccessPass | Should -BeOfType ([string])
        $outcome.SessionsRevoked | Should -BeTrue
    }

    It 'revokes nothing unasked' {
        $outcome = Reset-MfaUser $nora -IssuePass -Confirm:$false
        $outcome.TemporaryAccessPass | Should -BeOfType ([securestring])
        $outcome.SessionsRevoked | Should -BeNullOrEmpty
    }

    It 'knows situations, and refuses what contradicts them' {
        $outcome = Reset-MfaUser $nora -Preset NewPhone -Confirm:$false
        $outcome.Outcome | Should -Be 'done'
        $outcome.Plan.Preset | Should -Be 'newPhone'
        { Reset-MfaUser $nora -Preset LostPhone -Scope Everything -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput*'
    }
}

Describe 'Remove-MfaMethod' {
    BeforeEach { Set-TestScenario $tenant }

    It 'removes one by kind, or the one from the pipeline' {
        $methods = @(Get-MfaMethod $nora | Where-Object -Property Kind -NE 'password')
        (Remove-MfaMethod $nora -Kind $methods[0].Kind -All -Confirm:$false).Outcome | Should -Be 'done'
        $rest = @(Get-MfaMethod $nora | Where-Object -Property Kind -NE 'password')
        if ($rest.Count -gt 0) { ($rest[0] | Remove-MfaMethod -Confirm:$false).Outcome | Should -Be 'done' }
    }

    It 'refuses the password, and what is not there' {
        { Remove-MfaMethod $nora -Kind password -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput*'
        { Remove-MfaMethod $nora -MethodId nothing-like-it -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'methodNotFound*'
    }
}

Describe 'A pass in a cloud job' {
    BeforeDiscovery {
        $issuing = @(
            @{ Command = 'New-MfaTemporaryAccessPass'; With = @{ User = 'nora.lind@fabrikam.example' } }
            @{ Command = 'Reset-MfaUser'; With = @{ User = 'nora.lind@fabrikam.example'; IssuePass = $true } }
            @{ Command = 'Start-MfaRun'; With = @{ User = 'nora.lind@fabrikam.example'; Operation = 'IssuePass' } }
            @{ Command = 'Resume-MfaRun'; With = @{ Journal = 'nowhere.jsonl' } }
        )
    }

    BeforeEach {
        Set-TestScenario $tenant
        Connect-TestTenant $tenant
    }

    AfterEach {
        [System.Environment]::SetEnvironmentVariable('AZUREPS_HOST_ENVIRONMENT', $null)
        Remove-Variable -Name PSPrivateMetadata -Scope Global -ErrorAction Ignore
    }

    It 'is refused as text before anything is sent: <Command>' -ForEach $issuing {
        $env:AZUREPS_HOST_ENVIRONMENT = 'AzureAutomation/'
        { & $Command @With -AsPlainText -Force } | Should -Throw -ErrorId "MfaPlainTextRefused,$Command" -ExpectedMessage '*Azure Automation*'
        [System.Environment]::SetEnvironmentVariable('AZUREPS_HOST_ENVIRONMENT', $null)
        # As on a hybrid worker.
        Set-Variable -Name PSPrivateMetadata -Scope Global -Value @{ JobId = [guid]::NewGuid() }
        { & $Command @With -AsPlainText -WhatIf } | Should -Throw -ErrorId "MfaPlainTextRefused,$Command"
        (Get-TenantLog $tenant).Count | Should -Be 0
    }

    It 'is all commands that can give text' {
        $able = Get-Command -Module GraphMfa | Where-Object -FilterScript { $_.Parameters.ContainsKey('AsPlainText') } | ForEach-Object -Process { $_.Name } | Sort-Object
        $able | Should -Be @('New-MfaTemporaryAccessPass', 'Reset-MfaUser', 'Resume-MfaRun', 'Start-MfaRun')
    }

    It 'goes to whoever delivers it' {
        $env:AZUREPS_HOST_ENVIRONMENT = 'AzureAutomation/'
        $script:handed = $null
        $issued = New-MfaTemporaryAccessPass $nora -Force -DeliverPass { param($it) $script:handed = $it.TemporaryAccessPass }
        $issued.TemporaryAccessPass | Should -BeNullOrEmpty
        $script:handed | Should -BeOfType ([securestring])
    }
}
