# Finding, showing, planning, and the audit log.

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    $module = Import-TestModule
    Set-TestScenario $tenant
    Connect-TestTenant $tenant
    $nora = '11111111-aaaa-4aaa-8aaa-000000000001'
}

AfterAll {
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'Find-MfaUser' {
    It 'finds people by part of a name' {
        $found = Find-MfaUser nora
        $found.UserPrincipalName | Should -Be 'nora.lind@fabrikam.example'
        $found.PSObject.TypeNames[0] | Should -Be 'GraphMfa.User'
        $found.Id | Should -Be $nora
        $found.AccountEnabled | Should -BeTrue
        $found.SessionsValidFrom | Should -BeOfType ([datetime])
        $found.SessionsValidFrom.Kind | Should -Be 'Utc'
    }

    It 'finds nobody without an error' { Find-MfaUser zzzz -ErrorAction Stop | Should -BeNullOrEmpty }

    It 'says when there are more' {
        $scenario = Get-TestScenario
        $scenario.users += @{ displayName = 'Nora Berg' }
        Set-TestScenario $tenant $scenario
        $found = @(Find-MfaUser nora -First 1 -WarningVariable warned -WarningAction SilentlyContinue)
        $found.Count | Should -Be 1
        $warned.Count | Should -Be 1
        @(Find-MfaUser nora -Limit 2).Count | Should -Be 2
        Set-TestScenario $tenant
        Find-MfaUser nora -WarningVariable quiet | Out-Null
        $quiet.Count | Should -Be 0
    }

    It 'takes texts from the pipeline' { @('nora', 'erik' | Find-MfaUser).Count | Should -Be 2 }

    It 'refuses an empty text' { { Find-MfaUser '' } | Should -Throw -ErrorId 'ParameterArgumentValidationError*' }
}

Describe 'Get-MfaUser' {
    It 'reads one person by <_>' -ForEach @('nora.lind@fabrikam.example', '11111111-aaaa-4aaa-8aaa-000000000001', 'NORA.LIND@fabrikam.example', ' nora.lind@fabrikam.example ', 'nora@fabrikam.example') {
        $user = Get-MfaUser $_
        $user.DisplayName | Should -Be 'Nora Lind'
        $user.Id | Should -Be $nora
        $user.Mail | Should -Be 'nora@fabrikam.example'
    }

    It 'reads several, and objects of its own' {
        @(Get-MfaUser nora.lind@fabrikam.example, erik.dahl@fabrikam.example).Count | Should -Be 2
        (Find-MfaUser nora | Get-MfaUser).Id | Should -Be $nora
    }

    It 'has every property whatever the tenant says, so that strict mode is content' {
        Set-StrictMode -Version Latest
        $user = Get-MfaUser desk.admin@fabrikam.example
        foreach ($name in 'Mail', 'UserType', 'OnPremisesSynced', 'SessionsValidFrom') { { $user.$name } | Should -Not -Throw }
    }
}

Describe 'Get-MfaMethod' {
    It 'lists the methods and marks the default' {
        $methods = Get-MfaMethod nora.lind@fabrikam.example
        $methods.Kind | Sort-Object | Should -Be @('fido2', 'microsoftAuthenticator', 'password', 'phone')
        ($methods | Where-Object -FilterScript { $_.Default -eq 'yes' }).Kind | Should -Be 'microsoftAuthenticator'
        foreach ($method in $methods) {
            $method.PSObject.TypeNames[0] | Should -Be 'GraphMfa.Method'
            $method.UserId | Should -Be $nora
            $method.UserPrincipalName | Should -Be 'nora.lind@fabrikam.example'
            $method.MethodId | Should -Not -BeNullOrEmpty
            $method.PSObject.Properties['Id'] | Should -BeNullOrEmpty
        }
    }

    It 'pipes on to the person, never to the id of the method' {
        $users = @(Get-MfaMethod nora.lind@fabrikam.example | Get-MfaUser)
        $users.Count | Should -Be 4
        $users.Id | Sort-Object -Unique | Should -Be $nora
    }

    It 'shows a table with the default marked, and a list' {
        $table = Get-MfaMethod nora.lind@fabrikam.example | Out-String -Width 200
        $table | Should -Match 'UserPrincipalName: nora\.lind@fabrikam\.example'
        $table | Should -Match '(?m)^\*\s+microsoftAuthenticator'
        $table | Should -Not -Match '(?m)^\*\s+phone'
        Get-MfaMethod nora.lind@fabrikam.example | Format-List | Out-String | Should -Match '(?m)^MethodId\s+: '
    }
}

Describe 'Get-MfaResetPlan' {
    It 'tells what goes, in which order and why, what stays, and how many requests it takes' {
        $plan = Get-MfaResetPlan nora.lind@fabrikam.example
        $plan.PSObject.TypeNames[0] | Should -Be 'GraphMfa.Plan'
        $plan.Scope | Should -Be 'portal'
        $plan.UserId | Should -Be $nora
        $plan.Steps.Count | Should -Be 2
        $plan.Steps[1].Kind | Should -Be 'microsoftAuthenticator'
        $plan.Steps[0].Reason | Should -Not -BeNullOrEmpty
        $plan.Steps[0].UserPrincipalName | Should -Be 'nora.lind@fabrikam.example'
        $plan.Stays.Kind | Sort-Object | Should -Be @('fido2', 'password')
        $plan.Requests.Writes | Should -Be 2
        $plan.Fingerprint | Should -Not -BeNullOrEmpty
        $plan.Refused | Should -BeNullOrEmpty
        $plan.Inspection.User.Id | Should -Be $nora
        $plan.Inspection.Methods.Count | Should -Be 4
    }

    It 'knows the scopes, kinds in any case, and what stays' {
        (Get-MfaResetPlan nora.lind@fabrikam.example -Scope Everything).Steps.Count | Should -Be 3
        (Get-MfaResetPlan nora.lind@fabrikam.example -Scope Everything -Keep FIDO2).Steps.Count | Should -Be 2
        $phones = Get-MfaResetPlan nora.lind@fabrikam.example -Kind PHONE
        $phones.Scope | Should -Be 'kinds'
        $phones.Steps.Kind | Should -Be 'phone'
        (Get-MfaResetPlan nora.lind@fabrikam.example -Scope Weak).Scope | Should -Be 'weak'
    }

    It 'leaves contradictions to the core' {
        { Get-MfaResetPlan nora.lind@fabrikam.example -Scope Kinds -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput,Get-MfaResetPlan'
        { Get-MfaResetPlan nora.lind@fabrikam.example -Scope Portal -Kind phone -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput,Get-MfaResetPlan'
    }

    It 'shows a table and a list' {
        Get-MfaResetPlan nora.lind@fabrikam.example | Format-Table | Out-String -Width 250 | Should -Match 'portal'
        Get-MfaResetPlan nora.lind@fabrikam.example | Format-List | Out-String -Width 250 | Should -Match '(?m)^Steps\s+: 1\. delete'
    }
}

Describe 'Get-MfaAudit' {
    BeforeAll { $since = [datetime]::SpecifyKind([datetime] '2026-08-19T00:00:00', 'Utc') }

    It 'tells who did what to whom' {
        $entries = @(Get-MfaAudit -Since $since)
        $button = @($entries | Where-Object -FilterScript { $_.Action -eq 'requiredReregistration' })
        $button.Count | Should -Be 1
        $button[0].PSObject.TypeNames[0] | Should -Be 'GraphMfa.AuditEntry'
        $button[0].ActorName | Should -Be 'desk.admin@fabrikam.example'
        $button[0].Actor.Kind | Should -Be 'user'
        $button[0].UserPrincipalName | Should -Be 'erik.dahl@fabrikam.example'
        $button[0].At | Should -BeOfType ([datetime])
        $button[0].At.Kind | Should -Be 'Utc'
        $button[0].At.Date | Should -Be ([datetime] '2026-08-19')
        $button[0].AuditId | Should -Not -BeNullOrEmpty
        $button[0].PSObject.Properties['Id'] | Should -BeNullOrEmpty
        ($button | Get-MfaUser).DisplayName | Should -Be 'Erik Dahl'
    }

    It 'tells the resets' {
        $resets = @(Get-MfaAudit erik.dahl@fabrikam.example -Since $since -Resets)
        $resets.Count | Should -Be 1
        $resets[0].PSObject.TypeNames[0] | Should -Be 'GraphMfa.Reset'
        $resets[0].ByPortalButton | Should -BeTrue
        $resets[0].ActorName | Should -Be 'desk.admin@fabrikam.example'
        $resets | Out-String -Width 200 | Should -Match 'desk\.admin'
        $resets | Format-List | Out-String | Should -Match 'ByPortalButton'
    }

    It 'asks by person, actor and time' {
        @(Get-MfaAudit nora.lind@fabrikam.example -Since $since).Count | Should -Be 0
        @(Get-MfaAudit -Actor desk.admin@fabrikam.example -Since $since).Count | Should -BeGreaterThan 0
        @(Get-MfaAudit -Since $since -Until $since.AddHours(1)).Count | Should -Be 0
        @(Get-MfaUser erik.dahl@fabrikam.example | Get-MfaAudit -Since $since.ToLocalTime() -Resets).Count | Should -Be 1
    }

    It 'waits for the log to show a reset, for so long and no longer' {
        Get-MfaAudit nora.lind@fabrikam.example -Since $since -Resets -WaitUpTo 0:00:30 -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'refuses an empty person rather than asking about everybody' {
        { Get-MfaAudit '' -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput,Get-MfaAudit'
        { @($null) | Get-MfaAudit -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput,Get-MfaAudit'
    }
}

Describe '-Verbose' {
    It 'tells one line for each request, with route, status and request id' {
        $lines = @(Get-MfaUser nora.lind@fabrikam.example -Verbose 4>&1 | Where-Object -FilterScript { $_ -is [System.Management.Automation.VerboseRecord] })
        $lines.Count | Should -BeGreaterThan 0
        foreach ($line in $lines) { $line.Message | Should -Match '-> \d{3} \(attempt 1, \d+ ms, request-id [-0-9a-f]+, client-request-id [-0-9a-f]+\)$' }
        $lines.Message -join '' | Should -Not -Match 'nora'
    }

    It 'is heard when a wrapper has it' {
        function Invoke-Wrapper { [CmdletBinding()] param() Get-MfaUser nora.lind@fabrikam.example }
        @(Invoke-Wrapper -Verbose 4>&1 | Where-Object -FilterScript { $_ -is [System.Management.Automation.VerboseRecord] -and $_.Message -match 'request-id' }).Count | Should -BeGreaterThan 0
        @(Invoke-Wrapper 4>&1 | Where-Object -FilterScript { $_ -is [System.Management.Automation.VerboseRecord] }).Count | Should -Be 0
    }
}

Describe 'The tenant' {
    It 'was asked for no change by all this' {
        (Get-TenantLog $tenant).Count | Should -BeGreaterThan 20
        (Get-TenantWrite $tenant).Count | Should -Be 0
    }
}
