# Whom a command acts on is never guessed.

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    $module = Import-TestModule
    Set-TestScenario $tenant
    Connect-TestTenant $tenant
    $nora = '11111111-aaaa-4aaa-8aaa-000000000001'
    $erik = '11111111-aaaa-4aaa-8aaa-000000000002'
}

AfterAll {
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'A row' {
    BeforeEach { [void] (Invoke-TenantAdmin $tenant DELETE '/log' '') }

    It 'binds by <Column>' -ForEach @(
        @{ Column = 'UserPrincipalName'; Value = 'nora.lind@fabrikam.example' }
        @{ Column = 'UPN'; Value = 'nora.lind@fabrikam.example' }
        @{ Column = 'Mail'; Value = 'nora@fabrikam.example' }
        @{ Column = 'User'; Value = 'nora.lind@fabrikam.example' }
        @{ Column = 'Id'; Value = '11111111-aaaa-4aaa-8aaa-000000000001' }
        @{ Column = 'ObjectId'; Value = '11111111-aaaa-4aaa-8aaa-000000000001' }
        @{ Column = 'UserId'; Value = '11111111-aaaa-4aaa-8aaa-000000000001' }
        @{ Column = 'Id'; Value = [guid] '11111111-aaaa-4aaa-8aaa-000000000001' }
    ) {
        ([pscustomobject] @{ Number = 7; $Column = $Value } | Get-MfaUser).Id | Should -Be $nora
    }

    It 'binds from a CSV' {
        $file = Join-Path -Path $TestDrive -ChildPath 'people.csv'
        Set-Content -LiteralPath $file -Value 'Id,UserPrincipalName', '1,nora.lind@fabrikam.example', '2,erik.dahl@fabrikam.example'
        (Import-Csv -LiteralPath $file | Get-MfaUser).Id | Should -Be @($nora, $erik)
    }

    It 'costs one read more when columns must be compared, and none when not' {
        [pscustomobject] @{ Id = $nora } | Get-MfaUser | Out-Null
        $one = (Get-TenantLog $tenant).Count
        [void] (Invoke-TenantAdmin $tenant DELETE '/log' '')
        [pscustomobject] @{ Id = $nora; UserPrincipalName = 'NORA.LIND@fabrikam.example'; Mail = 'nora@fabrikam.example' } | Get-MfaUser | Out-Null
        (Get-TenantLog $tenant).Count | Should -Be (2 * $one)
    }

    It 'is an error when its columns disagree: <Why>' -ForEach @(
        @{ Why = 'id and name'; Row = @{ Id = '11111111-aaaa-4aaa-8aaa-000000000001'; UserPrincipalName = 'erik.dahl@fabrikam.example' } }
        @{ Why = 'name and address'; Row = @{ UserPrincipalName = 'erik.dahl@fabrikam.example'; Mail = 'nora@fabrikam.example' } }
        @{ Why = 'an address that nobody has'; Row = @{ UserPrincipalName = 'erik.dahl@fabrikam.example'; Mail = 'nobody@fabrikam.example' } }
    ) {
        { [pscustomobject] $Row | Get-MfaUser -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput,Get-MfaUser' -ExpectedMessage '*different people*'
        { [pscustomobject] $Row | Reset-MfaUser -Force -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput,Reset-MfaUser'
        (Get-TenantWrite $tenant).Count | Should -Be 0
    }

    It 'is an error before anything is sent: <Why>' -ForEach @(
        @{ Why = 'two names'; Row = @{ UserPrincipalName = 'erik.dahl@fabrikam.example'; UPN = 'nora.lind@fabrikam.example' } }
        @{ Why = 'two ids'; Row = @{ Id = '11111111-aaaa-4aaa-8aaa-000000000001'; ObjectId = '11111111-aaaa-4aaa-8aaa-000000000002' } }
        @{ Why = 'no identity'; Row = @{ Name = 'Nora' } }
        @{ Why = 'semicolons'; Row = @{ 'UserPrincipalName;Name' = 'nora.lind@fabrikam.example;Nora' } }
        @{ Why = 'an id that is no GUID'; Row = @{ Id = '17' } }
        @{ Why = 'an id that is a number'; Row = @{ Id = 17 } }
        @{ Why = 'an empty name'; Row = @{ UserPrincipalName = '' } }
        @{ Why = 'a blank name'; Row = @{ UserPrincipalName = '  ' } }
        @{ Why = 'wildcards'; Row = @{ UserPrincipalName = 'nora*' } }
    ) {
        { [pscustomobject] $Row | Get-MfaUser -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput,Get-MfaUser'
        { [pscustomobject] $Row | Reset-MfaUser -Force -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput,Reset-MfaUser'
        (Get-TenantLog $tenant).Count | Should -Be 0
    }

    It 'does not stop the rows after it' {
        $rows = @{ UPN = '' }, @{ Name = 'x' }, @{ UPN = 'nora.lind@fabrikam.example' } | ForEach-Object -Process { [pscustomobject] $_ }
        $users = @($rows | Get-MfaUser -ErrorVariable failed -ErrorAction SilentlyContinue)
        $users.Id | Should -Be $nora
        $failed.Count | Should -Be 2
    }

    It 'can say itself what names the person' {
        ([pscustomobject] @{ Login = 'NORA.LIND'; Id = $erik } | Get-MfaUser -User { $_.Login + '@fabrikam.example' }).Id | Should -Be $nora
        (Get-MfaUser nora.lind@fabrikam.example | Get-MfaUser -User { 'erik.dahl@fabrikam.example' }).Id | Should -Be $erik
    }
}

Describe 'A text' {
    BeforeEach { [void] (Invoke-TenantAdmin $tenant DELETE '/log' '') }

    It 'is an error before anything is sent: "<_>"' -ForEach @('', ' ', 'nora*', '*', 'nor?', '[n]ora') {
        $text = $_
        { Get-MfaUser $text -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput,Get-MfaUser'
        { $text | Get-MfaUser -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput,Get-MfaUser'
        { Reset-MfaUser $text -Force -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput,Reset-MfaUser'
        (Get-TenantLog $tenant).Count | Should -Be 0
    }

    It 'may be a GUID' { ([guid] $nora | Get-MfaUser).Id | Should -Be $nora }
}

Describe 'Anything else' {
    BeforeEach { [void] (Invoke-TenantAdmin $tenant DELETE '/log' '') }

    It 'is an error before anything is sent: <Why>' -ForEach @(
        @{ Why = 'a process'; Thing = (Get-Process -Id $PID) }
        @{ Why = 'a number'; Thing = 42 }
        @{ Why = 'a hashtable'; Thing = @{ Name = 'Nora' } }
        @{ Why = 'nothing'; Thing = $null }
    ) {
        { $Thing | Get-MfaUser -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput,Get-MfaUser'
        (Get-TenantLog $tenant).Count | Should -Be 0
    }

    It 'is the person of an outcome, a step, a plan and an audit record' {
        $plan = Get-MfaResetPlan nora.lind@fabrikam.example
        foreach ($thing in $plan, $plan.Steps[0], $plan.Stays[0], $plan.Inspection.Methods[0], $plan.Inspection.User) { ($thing | Get-MfaUser).Id | Should -Be $nora }
        $record = Get-MfaAudit -Since ([datetime] '2026-08-19') | Where-Object -FilterScript { $_.UserPrincipalName } | Select-Object -First 1
        ($record | Get-MfaUser).Id | Should -Be $erik
        ($record | Get-MfaUser -User { $_.Actor.UserPrincipalName }).DisplayName | Should -Be 'Desk Admin'
    }

    It 'keeps its person on the way through a CSV' {
        $file = Join-Path -Path $TestDrive -ChildPath 'methods.csv'
        Get-MfaMethod nora.lind@fabrikam.example | Export-Csv -LiteralPath $file -NoTypeInformation
        (Import-Csv -LiteralPath $file | Get-MfaUser).Id | Sort-Object -Unique | Should -Be $nora
    }
}
