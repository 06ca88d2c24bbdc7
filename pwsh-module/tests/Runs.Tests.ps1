# Runs: one operation for many people.

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    $module = Import-TestModule
    $nora = 'nora.lind@fabrikam.example'
    $erik = 'erik.dahl@fabrikam.example'
    $desk = 'desk.admin@fabrikam.example'
    $asked = @{ RequestedBy = 'Ada, service desk'; Ticket = 'INC-7' }
    $script:runs = 0
    function New-JournalName {
        $script:runs++
        Join-Path -Path $TestDrive -ChildPath "run$($script:runs).jsonl"
    }
    function New-PeopleFile {
        param([string[]] $Line)
        $script:runs++
        $path = Join-Path -Path $TestDrive -ChildPath "people$($script:runs).csv"
        Set-Content -LiteralPath $path -Value $Line
        $path
    }
    Set-TestScenario $tenant
    Connect-TestTenant $tenant
}

AfterAll {
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'Start-MfaRun' {
    BeforeEach { Set-TestScenario $tenant }

    It 'does it for a file, tells everybody and ends with the summary' {
        $people = New-PeopleFile 'UserPrincipalName', $nora, 'nobody@fabrikam.example', $desk, $erik
        $journal = New-JournalName
        $result = @(Start-MfaRun -Path $people -Operation Reset -JournalPath $journal -Force @asked -ErrorVariable failed -ErrorAction SilentlyContinue 3>&1)
        $told, $result = $result.Where({ $_ -is [System.Management.Automation.WarningRecord] }, 'Split')
        $result.Count | Should -Be 4
        $result[0..2] | ForEach-Object -Process { $_.PSObject.TypeNames[0] | Should -Be 'GraphMfa.RunPerson' }
        $summary = $result[3]
        $summary.PSObject.TypeNames[0] | Should -Be 'GraphMfa.RunSummary'
        $summary.Operation | Should -Be 'Reset'
        $summary.Status | Should -Be 'partial'
        $summary.ExitCode | Should -Be 3
        $summary.Done, $summary.Skipped, $summary.BadRows | Should -Be @(2, 1, 1)
        $summary.Head | Should -Match '^[0-9a-f]{64}$'
        $summary.File | Should -Be $journal
        $summary.StartedAt | Should -BeOfType ([datetime])
        "$told" | Should -Match '^line 3: '
        @($failed | Where-Object -FilterScript { $_ -is [System.Management.Automation.ErrorRecord] }).FullyQualifiedErrorId | Should -Match '^runPartial,'
        $done = $result[0..2] | Where-Object -Property UserPrincipalName -EQ $nora
        $done.Line | Should -Be 2
        $done.Outcome | Should -Be 'done'
        $done.Result.PSObject.TypeNames[0] | Should -Be 'GraphMfa.ResetOutcome'
        $done.Result.Outcome | Should -Be 'done'
        $skipped = $result[0..2] | Where-Object -Property Outcome -EQ skipped
        $skipped.ErrorId | Should -Be 'guarded'
        $skipped.Why | Should -Match 'administrator'
        @((Get-TenantUser $tenant $nora).methods).kind | Should -Be 'fido2'
    }

    It 'takes objects and texts from the pipeline, with what a row says of its person' {
        $rows = @(
            [pscustomobject] @{ UserPrincipalName = $nora; Scope = 'Everything'; Ticket = 'INC-8' }
            [pscustomobject] @{ UserPrincipalName = $erik; Scope = ''; Ticket = $null }
        )
        $journal = New-JournalName
        $result = @($rows | Start-MfaRun -Operation Reset -JournalPath $journal -Force @asked)
        $result[-1].Status | Should -Be 'done'
        @((Get-TenantUser $tenant $nora).methods).Count | Should -Be 0
        Get-Content -LiteralPath $journal -Raw | Should -Match 'INC-8'

        Set-TestScenario $tenant
        $result = @($nora, $erik | Start-MfaRun -Operation RevokeSessions -JournalPath (New-JournalName) -Force @asked)
        $result[-1].Operation | Should -Be 'RevokeSessions'
        $result[-1].Done | Should -Be 2
        $result[0].Result.SessionsRevoked | Should -BeTrue
    }

    It 'tells a row of the pipeline that cannot be used by its position' {
        $rows = @([pscustomobject] @{ Name = 'nobody in particular' }, [pscustomobject] @{ UserPrincipalName = $nora; Scope = 'some' }, $nora)
        $result = @($rows | Start-MfaRun -Operation ListMethods 3>&1)
        $told, $result = $result.Where({ $_ -is [System.Management.Automation.WarningRecord] }, 'Split')
        "$($told[0])" | Should -Match '^line 1: '
        "$($told[1])" | Should -Match '^line 2: .*scope'
        $result.Count | Should -Be 2
        $result[0].Line | Should -Be 3
        $result[0].Result.PSObject.TypeNames[0] | Should -Be 'GraphMfa.Inspection'
        $result[1].File | Should -BeNullOrEmpty
        $result[1].BadRows | Should -Be 2
    }

    It 'refuses everything when it is strict, and more people than were meant' {
        $people = New-PeopleFile 'UserPrincipalName', $nora, 'nobody@fabrikam.example'
        $journal = New-JournalName
        { Start-MfaRun -Path $people -Operation Reset -JournalPath $journal -Strict -Force @asked -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'inputRefused*'
        { $nora, $erik | Start-MfaRun -Operation Reset -JournalPath $journal -MostPeople 1 -Force @asked } | Should -Throw -ErrorId 'tooManyPeople*'
        { $nora | Start-MfaRun -Operation Reset -State Enabled -JournalPath $journal -Force @asked -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput*'
        $journal | Should -Not -Exist
        (Get-TenantWrite $tenant).Count | Should -Be 0
    }

    It 'gives passes as SecureStrings, as text, or to the script block' {
        $result = @($nora | Start-MfaRun -Operation IssuePass -LifetimeMinutes 90 -UsableOnce -JournalPath (New-JournalName) -Force @asked)
        $result[0].TemporaryAccessPass | Should -BeOfType ([securestring])
        $result[0].Result.Pass.LifetimeMinutes | Should -Be 90
        $result = @($nora | Start-MfaRun -Operation IssuePass -Replace -AsPlainText -JournalPath (New-JournalName) -Force @asked)
        $result[0].TemporaryAccessPass | Should -BeOfType ([string])
        $script:delivered = $null
        $journal = New-JournalName
        $result = @($nora | Start-MfaRun -Operation Rescue -AsPlainText -JournalPath $journal -Force @asked -DeliverPass { param($it) $script:delivered = $it.TemporaryAccessPass })
        $result[0].TemporaryAccessPass | Should -BeNullOrEmpty
        $script:delivered | Should -Not -BeNullOrEmpty
        (Get-Content -LiteralPath $journal -Raw).Contains($script:delivered) | Should -BeFalse
    }

    It 'plans under -WhatIf, gives nothing and writes nothing' {
        $journal = New-JournalName
        $nora, $erik | Start-MfaRun -Operation Reset -JournalPath $journal -WhatIf @asked | Should -BeNullOrEmpty
        $journal | Should -Not -Exist
        (Get-TenantWrite $tenant).Count | Should -Be 0
    }

    It 'does nothing unasked where nobody can answer' {
        & $module { function script:Test-MfaInteractive { $false } }
        { $nora | Start-MfaRun -Operation Reset @asked } | Should -Throw -ErrorId 'MfaConfirmationRequired*'
        (Get-TenantLog $tenant).Count | Should -Be 0
    }

    It 'names the journal itself, beside the caller, and says so' {
        $folder = Join-Path -Path $TestDrive -ChildPath 'beside'
        $null = New-Item -Path $folder -ItemType Directory
        Push-Location -LiteralPath $folder
        try { $result = @($nora | Start-MfaRun -Operation RevokeSessions -Force @asked 6>&1) }
        finally { Pop-Location }
        $file = @(Get-ChildItem -LiteralPath $folder)
        $file.Count | Should -Be 1
        $file[0].Name | Should -Match '^graph-mfa-run-\d{8}-\d{6}\.jsonl$'
        "$($result[0])" | Should -Match ([regex]::Escape($file[0].FullName))
        $result[-1].File | Should -Be $file[0].FullName
    }

    It 'stops when too many have failed or the time is up, and is resumed' {
        $journal = New-JournalName
        $result = @($nora, $erik | Start-MfaRun -Operation Reset -JournalPath $journal -TimeLimit 0 -Force @asked -ErrorVariable failed -ErrorAction SilentlyContinue)
        $result.Count | Should -Be 1
        $result[0].Status | Should -Be 'stopped'
        $result[0].Stopped | Should -Be 'timeLimit'
        $result[0].ExitCode | Should -Be 4
        "$($failed[-1].FullyQualifiedErrorId)" | Should -Match '^runStopped,'
        $result[0] | Resume-MfaRun -WhatIf | Should -BeNullOrEmpty
        (Get-TenantWrite $tenant).Count | Should -Be 0
        $again = @($result[0] | Resume-MfaRun -Force)
        $again.Count | Should -Be 3
        $again[-1].Status | Should -Be 'done'
        $again[-1].Run | Should -Be $result[0].Run
        $again[-1].Done | Should -Be 2
        @(Resume-MfaRun $journal -RetryFailed -Force).Count | Should -Be 1
    }

    It 'finishes what is in hand when the caller has had enough, and gives the journal back' {
        $journal = New-JournalName
        $first = $nora, $erik | Start-MfaRun -Operation Reset -JournalPath $journal -Force @asked | Select-Object -First 1
        $first.PSObject.TypeNames[0] | Should -Be 'GraphMfa.RunPerson'
        "$journal.lock" | Should -Not -Exist
        (Test-MfaJournal $journal).Intact | Should -BeTrue
        @(Resume-MfaRun $journal -Force)[-1].Done | Should -Be 2
    }
}

Describe 'Get-MfaRunPlan' {
    BeforeEach { Set-TestScenario $tenant }

    It 'tells what would be done for each, in numbers at the end, and saves it' {
        $plan = New-JournalName
        $told = @($nora, $desk, $erik | Get-MfaRunPlan -Operation Reset -SavePath $plan @asked)
        $told.Count | Should -Be 4
        $told[0].PSObject.TypeNames[0] | Should -Be 'GraphMfa.PlannedPerson'
        $one = $told[0..2] | Where-Object -Property UserPrincipalName -EQ $nora
        $one.Writes | Should -Be 2
        $one.Plan.PSObject.TypeNames[0] | Should -Be 'GraphMfa.Plan'
        ($told[0..2] | Where-Object -Property UserPrincipalName -EQ $desk).ErrorId | Should -Be 'guarded'
        $numbers = $told[-1]
        $numbers.PSObject.TypeNames[0] | Should -Be 'GraphMfa.RunPlan'
        $numbers.Ready | Should -Be 2
        $numbers.Refused[0].What | Should -Be 'guarded'
        $numbers.Estimate.People | Should -Be 3
        $numbers.File | Should -Be $plan
        (Get-TenantWrite $tenant).Count | Should -Be 0

        $result = @(Start-MfaRun -PlanPath $plan -JournalPath (New-JournalName) -Force @asked -ErrorAction SilentlyContinue)
        $result[-1].Operation | Should -Be 'Reset'
        $result[-1].Done | Should -Be 2
        { Start-MfaRun -PlanPath $plan -Scope Weak -JournalPath (New-JournalName) -Force @asked -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput*'
    }
}

Describe 'A run that changes no methods' {
    It 'grants roles, takes them back, and sets states' {
        $scenario = Get-TestScenario
        $scenario['applications'] = @(@{ name = 'Desk'; secret = 'the-secret-of-the-desk'; permissions = @('User.Read.All', 'UserAuthenticationMethod.ReadWrite.All', 'RoleManagement.ReadWrite.Directory', 'GroupMember.Read.All', 'Policy.Read.All', 'Policy.ReadWrite.AuthenticationMethod') })
        Set-TestScenario $tenant $scenario
        Connect-TestTenant $tenant
        $role = @{ Role = 'Authentication Administrator' }
        $result = @($nora, $erik | Start-MfaRun -Operation GrantRole -JournalPath (New-JournalName) -Force @role @asked)
        $result[-1].Done | Should -Be 2
        $result[0].Result.PSObject.TypeNames[0] | Should -Be 'GraphMfa.RoleChange'
        $result = @($nora, $erik | Start-MfaRun -Operation RevokeRole -JournalPath (New-JournalName) -Force @role @asked)
        $result[-1].Done | Should -Be 2
        $result = @($nora | Start-MfaRun -Operation SetPerUserState -State Enforced -JournalPath (New-JournalName) -Force @asked)
        $result[-1].Operation | Should -Be 'SetPerUserState'
        $result[0].Result.State | Should -Be 'enforced'
    }
}
