# The case that every writing command carries, and the guard that it answers.

BeforeDiscovery {
    # Every command that writes on a person, and the one that shows beforehand what a reset would do. A run that is gone on
    # with has its case in its journal.
    $writers = @(Get-ChildItem -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath '../GraphMfa/Public') -Filter '*.ps1' |
            Where-Object -FilterScript { $_.BaseName -eq 'Get-MfaResetPlan' -or (Get-Content -LiteralPath $_.FullName -Raw) -match 'Get-MfaConsentError' } |
            Where-Object -Property BaseName -NE -Value 'Resume-MfaRun' |
            ForEach-Object -Process { $_.BaseName })
}

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    $module = Import-TestModule
    $nora = 'nora.lind@fabrikam.example'
}

AfterAll {
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'The case' {
    It 'is taken by <_>' -ForEach $writers {
        $parameters = (Get-Command -Name $_ -Module GraphMfa).Parameters
        foreach ($name in 'Reason', 'Ticket', 'RequestedBy', 'CallerVerified') { $parameters.Keys | Should -Contain $name }
        # A guard is overridden for one person, never for many.
        $parameters.ContainsKey('OverrideGuard') | Should -Be ($_ -notin 'Start-MfaRun', 'Initialize-MfaApplication')
    }

    It 'goes into the request as far as it is given' {
        $requests = & $module {
            $bare = [ordered] @{ operation = 'reset' }
            Add-MfaCase $bare @{ Scope = 'Weak' }
            $whole = [ordered] @{ operation = 'reset' }
            Add-MfaCase $whole @{ Reason = 'lost phone'; Ticket = '4711'; RequestedBy = 'r'; CallerVerified = 'callBack'; OverrideGuard = 'u' }
            $bare, $whole
        }
        $requests[0].Contains('case') | Should -BeFalse
        $requests[1].case.Keys | Should -Be @('reason', 'ticket', 'requestedBy', 'callerVerified', 'overrideGuard')
        $requests[1].case.ticket | Should -Be '4711'
    }
}

Describe 'A guarded person' {
    BeforeEach {
        Set-TestScenario $tenant
        Connect-TestTenant $tenant @{ ProtectedUser = $nora }
    }

    It 'is reset and revoked only when named once more' {
        { Reset-MfaUser $nora -Force -ErrorAction Stop } | Should -Throw -ErrorId 'guarded,Reset-MfaUser'
        { Revoke-MfaSession $nora -Force -ErrorAction Stop } | Should -Throw -ErrorId 'guarded,Revoke-MfaSession'
        (Get-TenantWrite $tenant).Count | Should -Be 0
        (Get-MfaResetPlan $nora).Refused.Code | Should -Be 'guarded'
        (Get-MfaResetPlan $nora -OverrideGuard $nora).Refused | Should -BeNullOrEmpty
        (Reset-MfaUser $nora -OverrideGuard $nora -Ticket 4711 -Force).Outcome | Should -Be 'done'
        (Revoke-MfaSession $nora -OverrideGuard $nora -Force).SessionsRevoked | Should -BeTrue
    }
}

Describe 'A policy' {
    It 'goes to the core as the file has it, and without text where it cannot be read' {
        $file = Join-Path -Path $TestDrive -ChildPath 'policy.json'
        Set-Content -LiteralPath $file -Value '{"require":{"ticket":true}}' -NoNewline
        $nowhere = Join-Path -Path $TestDrive -ChildPath 'nowhere.json'
        $sources = @(& $module { param($path) Get-MfaPolicySource -Path $path } @($file, $nowhere) | Where-Object -FilterScript { -not $_.machineWide })
        $sources.Count | Should -Be 2
        $sources[0].text | Should -Be '{"require":{"ticket":true}}'
        $sources[1].name | Should -Be $nowhere
        $sources[1].Contains('text') | Should -BeFalse
    }

    It 'is demanded of every write, and stops all of them while it is not valid' {
        $file = Join-Path -Path $TestDrive -ChildPath 'policy.json'
        Set-Content -LiteralPath $file -Value '{"require":{"ticket":true}}' -NoNewline
        Set-TestScenario $tenant
        Connect-TestTenant $tenant @{ Policy = $file }
        { Revoke-MfaSession $nora -Force -ErrorAction Stop } | Should -Throw -ErrorId 'policyRefused,Revoke-MfaSession' -ExpectedMessage '*ticket*'
        (Revoke-MfaSession $nora -Ticket 4711 -Force).SessionsRevoked | Should -BeTrue

        Set-Content -LiteralPath $file -Value '{"require":{"tickets":true}}' -NoNewline
        Connect-TestTenant $tenant @{ Policy = $file }
        { Revoke-MfaSession $nora -Ticket 4711 -Force -ErrorAction Stop } | Should -Throw -ErrorId 'policyInvalid,Revoke-MfaSession' -ExpectedMessage '*tickets*'
        (Get-MfaUser $nora).DisplayName | Should -Be 'Nora Lind'
    }
}

Describe 'Test-MfaPolicy' {
    BeforeAll {
        $good = Join-Path -Path $TestDrive -ChildPath 'good.json'
        $bad = Join-Path -Path $TestDrive -ChildPath 'bad.json'
        Set-Content -LiteralPath $good -Value '{"limits":{"peoplePerRun":50}}' -NoNewline
        Set-Content -LiteralPath $bad -Value '{"limits":{"scopes":["portal","all"]}}' -NoNewline
    }

    It 'answers yes or no, and warns of each mistake' {
        Test-MfaPolicy $good | Should -BeTrue
        Test-MfaPolicy $bad -WarningVariable mistakes -WarningAction SilentlyContinue | Should -BeFalse
        "$mistakes" | Should -BeLike '*bad.json: limits.scopes*1*'
    }

    It 'tells in full what is wrong, and what a policy says' {
        $checks = @(Get-Item -LiteralPath $good, $bad | Test-MfaPolicy -Detailed)
        $checks.Valid | Should -Be @($true, $false)
        "$($checks[0].Says)" | Should -Match '50'
        $checks[1].Errors[0].Field | Should -Be 'limits.scopes[1]'
        $checks[1].Path | Should -Be $bad
    }

    It 'says when a file cannot be read' {
        { Test-MfaPolicy (Join-Path -Path $TestDrive -ChildPath 'nowhere.json') -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput,Test-MfaPolicy'
    }
}
