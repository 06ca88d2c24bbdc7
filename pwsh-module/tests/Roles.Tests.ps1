# Delegated roles: what they may do, who holds them, granting them and taking them back.

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    $module = Import-TestModule
    $nora = 'nora.lind@fabrikam.example'
    $erik = 'erik.dahl@fabrikam.example'
    $role = 'Authentication Administrator'

    function Set-RoleScenario {
        param([object[]] $Assignments = @())
        Set-TestScenario $tenant @{
            applications        = @(@{ name = 'Delegation'; secret = 'the-secret-of-delegation'; permissions = @('User.Read.All', 'RoleManagement.ReadWrite.Directory', 'AdministrativeUnit.Read.All', 'GroupMember.Read.All') })
            users               = @(@{ displayName = 'Nora Lind'; userPrincipalName = $nora }, @{ displayName = 'Erik Dahl'; userPrincipalName = $erik })
            groups              = @(@{ displayName = 'Operators'; isAssignableToRole = $true; members = @($erik) })
            administrativeUnits = @(@{ displayName = 'North' })
            roleAssignments     = $Assignments
        }
        Connect-TestTenant $tenant
    }
}

AfterAll {
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'Get-MfaRole' {
    It 'tells what a role may do in words' {
        Set-RoleScenario
        $all = @(Get-MfaRole)
        $all.Count | Should -Be 9
        @($all | Where-Object -FilterScript { $_.Grantable }).Count | Should -Be 3
        $one = Get-MfaRole 'authentication adm*'
        $one.DisplayName | Should -Be $role
        $one.Actions.Meaning | Should -Contain 'revoke sign-in sessions'
        $one.PSObject.TypeNames[0] | Should -Be 'GraphMfa.RoleDescription'
    }
}

Describe 'Get-MfaAdministrativeUnit' {
    It 'tells the units in which nobody holds a role, too' {
        Set-RoleScenario
        $all = @(Get-MfaAdministrativeUnit)
        $all.DisplayName | Should -Be @('North')
        $all[0].ManagementRestricted | Should -BeFalse
        @(Get-MfaAdministrativeUnit 'south*').Count | Should -Be 0
        (Get-MfaAdministrativeUnit n* | Format-Table | Out-String -Width 80) | Should -Match 'North\s+no\s+[0-9a-f-]{36}'
        # What it names, a role is granted in.
        (Grant-MfaRole $nora -Role $role -AdministrativeUnit $all[0].UnitId -RequestedBy Ada -Force).UnitName | Should -Be 'North'
    }
}

Describe 'Get-MfaRoleAssignment' {
    BeforeAll {
        Set-RoleScenario @(
            @{ role = $role; principal = 'Operators'; scope = 'North' }
            @{ role = $role; principal = $nora; until = '2026-12-31T00:00:00Z' }
        )
    }

    It 'tells who holds a role, through groups too, where and until when' {
        $held = @(Get-MfaRoleAssignment -Role $role)
        $held.Count | Should -Be 3
        $erikHolds = $held | Where-Object -FilterScript { $_.UserPrincipalName -eq $erik }
        $erikHolds.Through.DisplayName | Should -Be 'Operators'
        $erikHolds.AdministrativeUnit.DisplayName | Should -Be 'North'
        ($held | Where-Object -FilterScript { $_.UserPrincipalName -eq $nora }).Until | Should -BeOfType [datetime]
        ($held | Format-Table | Out-String) | Should -Match 'Operators'
    }

    It 'tells what people of a pipeline hold' {
        @($nora, $erik | Get-MfaRoleAssignment).Count | Should -Be 2
        @(Get-MfaRoleAssignment -AdministrativeUnit North -Role $role).Count | Should -Be 2
    }
}

Describe 'Grant-MfaRole' {
    BeforeEach { Set-RoleScenario }

    It 'gathers the pipeline into one run, and tells each' {
        $changes = @($nora, $erik | Grant-MfaRole -Role $role -AdministrativeUnit North -Force -WarningAction SilentlyContinue)
        $changes.Status | Should -Be @('done', 'done')
        $changes[0].UserPrincipalName | Should -Be $nora
        $changes[0].RoleName, $changes[0].UnitName | Should -Be @($role, 'North')
        $lists = @((Get-TenantLog $tenant) | Where-Object -FilterScript { $_.method -eq 'GET' -and $_.path -match '/roleAssignments(\?|$)' })
        $lists.Count | Should -Be 2 -Because 'once before and once after the writes'
        (Grant-MfaRole $nora -Role $role -AdministrativeUnit North -Force -WarningAction SilentlyContinue).Status | Should -Be 'alreadyHeld'
    }

    It 'shows the plan as text with -WhatIf, and writes nothing' {
        $null = Grant-MfaRole $nora -Role $role -Duration 8:00:00 -WhatIf -WarningAction SilentlyContinue
        (Get-TenantWrite $tenant).Count | Should -Be 0
        $lines = & $module {
            $person = [pscustomobject] @{ asked = 'n'; status = 'planned'; principal = [pscustomobject] @{ userPrincipalName = 'nora' } }
            $refused = [pscustomobject] @{ asked = 'x'; status = 'failed'; error = [pscustomobject] @{ message = 'there is no x' } }
            Get-MfaRoleLine ([pscustomobject] @{ role = [pscustomobject] @{ displayName = 'R' }; kind = 'permanent'; people = @($person, $refused) })
        }
        $lines | Should -Be @('grant R to nora in the whole tenant', 'not for x: there is no x')
    }

    It 'gives a role for a time, and the right to activate one' {
        $boxed = Grant-MfaRole $nora -Role $role -Duration 8:00:00 -Reason cover -Ticket 4711 -Force -WarningAction SilentlyContinue
        $boxed.Status | Should -Be 'done'
        $boxed.Until | Should -BeOfType [datetime]
        (Grant-MfaRole $erik -Role $role -Eligible -Until '2999-01-01' -Force -WarningAction SilentlyContinue).Status | Should -Be 'done'
        { Grant-MfaRole $erik -Role $role -Duration 90.00:00:00 -Force } | Should -Throw -ErrorId 'invalidInput,Grant-MfaRole'
    }

    It 'warns of what is broader than it need be' {
        $null = Grant-MfaRole $nora -Role $role -Force -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -Match 'whole tenant'
        "$warned" | Should -Match 'until it is taken back'
    }

    It 'refuses other roles, and tells who failed' {
        { Grant-MfaRole $nora -Role 'Global Administrator' -Force -ErrorAction Stop } | Should -Throw -ErrorId 'guarded,Grant-MfaRole'
        $changes = @('nobody@fabrikam.example', $nora | Grant-MfaRole -Role $role -Force -ErrorVariable failed -ErrorAction SilentlyContinue -WarningAction SilentlyContinue)
        $changes.Status | Should -Be @('failed', 'done')
        $failed[0].FullyQualifiedErrorId | Should -Be 'userNotFound,Grant-MfaRole'
        $failed[0].TargetObject | Should -Be 'nobody@fabrikam.example'
    }
}

Describe 'Revoke-MfaRole' {
    It 'takes back what is held directly, and tells what a group still gives' {
        Set-RoleScenario @(
            @{ role = $role; principal = 'Operators' }
            @{ role = $role; principal = $erik }
            @{ role = $role; principal = $erik; eligible = $true }
        )
        $change = Revoke-MfaRole $erik -Role $role -Force
        $change.Status | Should -Be 'done'
        $change.Goes.Kind | Should -Be @('eligible', 'permanent')
        $change.Stays[0].Through.DisplayName | Should -Be 'Operators'
        (Revoke-MfaRole $nora -Role $role -Force).Status | Should -Be 'notHeld'
        # The group itself, as it is told.
        $group = Get-MfaRoleAssignment -Role $role | Where-Object -FilterScript { $_.Principal.Kind -eq 'group' }
        ($group | Revoke-MfaRole -Role $role -Force -WarningAction SilentlyContinue).Status | Should -Be 'done'
        @(Get-MfaRoleAssignment -Role $role).Count | Should -Be 0
    }

    It 'asks first' {
        Set-RoleScenario
        $refused = & $module { Get-MfaRoleFault ([pscustomobject] @{ asked = 'n'; status = 'notSeen' }) }
        $refused.code | Should -Be 'roleChangeIncomplete'
        (Get-Command -Name Revoke-MfaRole).Parameters.Keys | Should -Contain 'Confirm'
    }
}
