# Long answers: the audit log of a long period, and the registration report, given while they are read.

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    $module = Import-TestModule
    $north = 'ann.berg@fabrikam.example', 'off.boarded@fabrikam.example', 'nora.lind@fabrikam.example'

    function Get-ReportScenario {
        $scenario = Get-TestScenario
        $scenario['rules'] = @{ maxPageSize = 2 }
        $scenario['applications'] = @(@{ name = 'Desk'; secret = 's3cret-desk'; permissions = 'User.Read.All', 'AuditLog.Read.All', 'AdministrativeUnit.Read.All', 'GroupMember.Read.All' })
        $scenario.users += @{ displayName = '=1+1'; userPrincipalName = 'ann.berg@fabrikam.example' }
        $scenario.users += @{ displayName = 'Off Boarded'; userPrincipalName = 'off.boarded@fabrikam.example'; accountEnabled = $false }
        $scenario['administrativeUnits'] = @(@{ displayName = 'North'; members = $north })
        foreach ($hour in 8, 9, 10, 11) {
            $scenario.audits += @{ at = "2026-08-19T$('{0:00}' -f $hour):30:00Z"; kind = 'methodDeleted'; method = 'phone'; by = 'desk.admin@fabrikam.example'; on = 'nora.lind@fabrikam.example' }
        }
        $scenario
    }
}

AfterAll {
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'Get-MfaRegistration' {
    BeforeEach {
        Set-TestScenario $tenant (Get-ReportScenario)
        Connect-TestTenant $tenant
    }

    It 'gives one flat object for each person' {
        $rows = @(Get-MfaRegistration)
        $rows.Count | Should -Be 4
        $rows[0].PSObject.TypeNames[0] | Should -Be 'GraphMfa.Registration'
        $nora = $rows | Where-Object -FilterScript { $_.UserPrincipalName -eq 'nora.lind@fabrikam.example' }
        $nora.MfaCapable | Should -BeTrue
        $nora.DefaultMethod | Should -Be 'push'
        $nora.Methods | Should -Match 'mobilePhone; microsoftAuthenticatorPush'
        $nora.LastUpdated.Kind | Should -Be 'Utc'
        $nora | ConvertTo-Csv -NoTypeInformation | Out-String | Should -Not -Match 'System\.Object'
        ($nora | Get-MfaUser).DisplayName | Should -Be 'Nora Lind'
        $rows | Out-String -Width 250 | Should -Match 'mobilePhone'
    }

    It 'tells of a unit also those whom the report does not know' {
        $rows = @(Get-MfaRegistration -AdministrativeUnit North -WarningVariable warned -WarningAction SilentlyContinue)
        $rows.UserPrincipalName | Sort-Object | Should -Be ($north | Sort-Object)
        ($rows | Where-Object -FilterScript { $_.UserPrincipalName -like 'off*' }).Standing | Should -Be 'disabled'
        "$warned" | Should -Match '1 of them: 1 disabled'
    }

    It 'asks for those who matter' {
        (Get-MfaRegistration -OnlyNotCapable).UserPrincipalName | Sort-Object | Should -Be 'ann.berg@fabrikam.example', 'desk.admin@fabrikam.example'
        (Get-MfaRegistration -OnlyAdministrator).UserPrincipalName | Should -Be 'desk.admin@fabrikam.example'
        @(Get-MfaRegistration -Method mobilePhone).Count | Should -Be 2
    }

    It 'counts' {
        $told = Get-MfaRegistration -Summary
        @($told).Count | Should -Be 1
        $told.People | Should -Be 4
        $told.NotCapable | Should -Be 2
        $told.Freshness | Should -Match '^the service last looked'
        $told | Format-List | Out-String -Width 250 | Should -Match '2 mobilePhone'
    }

    It 'writes a CSV file that calculates nothing' {
        $lines = @(Get-MfaRegistration -AsCsv)
        $lines.Count | Should -Be 5
        $rows = $lines | ConvertFrom-Csv
        ($rows | Where-Object -FilterScript { $_.userPrincipalName -like 'ann*' }).displayName | Should -Be "'=1+1"
    }

    It 'stops reading when enough was seen' {
        @(Get-MfaRegistration | Select-Object -First 1).Count | Should -Be 1
        @((Get-TenantLog $tenant) | Where-Object -FilterScript { $_.path -match 'userRegistrationDetails' }).Count | Should -BeLessOrEqual 2
    }

    It 'names what is missing' {
        { Get-MfaRegistration -AdministrativeUnit South -ErrorAction Stop } | Should -Throw -ErrorId 'scopeNotFound,Get-MfaRegistration'
        { Get-MfaRegistration -AdministrativeUnit North -Group x -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput,Get-MfaRegistration'
        Set-TestScenario $tenant @{ rules = @{ premium = $false } }
        Connect-TestTenant $tenant
        { Get-MfaRegistration -ErrorAction Stop } | Should -Throw -ErrorId 'licenceMissing,Get-MfaRegistration'
    }
}

Describe 'Get-MfaAudit of a long period' {
    BeforeAll {
        Set-TestScenario $tenant (Get-ReportScenario)
        Connect-TestTenant $tenant
        $since = [datetime]::SpecifyKind([datetime] '2026-08-19T00:00:00', 'Utc')
    }

    It 'gives the same while it is read as at once' {
        $all = @(Get-MfaAudit -Since $since -All)
        $all.Count | Should -Be 5
        ($all.AuditId -join ' ') | Should -Be ((Get-MfaAudit -Since $since).AuditId -join ' ')
        @(Get-MfaAudit -Since $since -All -Resets).Count | Should -Be 5
    }

    It 'says for which time it is complete' {
        $said = Get-MfaAudit -Since $since -All -Verbose 4>&1 | Where-Object -FilterScript { $_ -is [System.Management.Automation.VerboseRecord] }
        "$said" | Should -Match 'complete from 2026-08-19T00:00:00Z'
    }

    It 'marks what a journal tells of, given as objects or as lines' {
        $ids = (Get-MfaUser nora.lind@fabrikam.example).Id, (Get-MfaUser desk.admin@fabrikam.example).Id
        $line = '{"at":"2026-08-19T09:29:59Z","userId":"' + $ids[0] + '","actorId":"' + $ids[1] + '","action":"deletedMethod","requestedBy":"anna","more":1}'
        foreach ($journal in @($line), @(ConvertFrom-Json -InputObject $line)) {
            $told = @(Get-MfaAudit nora.lind@fabrikam.example -Since $since -Journal $journal)
            @($told | Where-Object -FilterScript { $_.Origin -eq 'journal' -and $_.RequestedBy -eq 'anna' }).Count | Should -Be 1
            @($told | Where-Object -FilterScript { $_.Origin -eq 'unknown' }).Count | Should -Be 3
        }
        (Get-MfaAudit nora.lind@fabrikam.example -Since $since -First 1).Origin | Should -BeNullOrEmpty
    }

    It 'writes a CSV file' {
        $rows = @(Get-MfaAudit -Since $since -AsCsv | ConvertFrom-Csv)
        $rows.Count | Should -Be 5
        $rows[0].actor | Should -Be 'Desk Admin'
    }
}
