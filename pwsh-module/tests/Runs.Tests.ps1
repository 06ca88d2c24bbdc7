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
        $result = @(Start-MfaRun -Path $people -Operation Reset -Journal $journal -Force @asked -ErrorVariable failed -ErrorAction SilentlyContinue 3>&1)
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
        $result = @($rows | Start-MfaRun -Operation Reset -Journal $journal -Force @asked)
        $result[-1].Status | Should -Be 'done'
        @((Get-TenantUser $tenant $nora).methods).Count | Should -Be 0
        Get-Content -LiteralPath $journal -Raw | Should -Match 'INC-8'

        Set-TestScenario $tenant
        $result = @($nora, $erik | Start-MfaRun -Operation RevokeSessions -Journal (New-JournalName) -Force @asked)
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
        { Start-MfaRun -Path $people -Operation Reset -Journal $journal -Strict -Force @asked -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'inputRefused*'
        { $nora, $erik | Start-MfaRun -Operation Reset -Journal $journal -MaximumPeople 1 -Force @asked } | Should -Throw -ErrorId 'tooManyPeople*'
        { $nora | Start-MfaRun -Operation Reset -State Enabled -Journal $journal -Force @asked -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput*'
        $journal | Should -Not -Exist
        (Get-TenantWrite $tenant).Count | Should -Be 0
    }

    It 'gives passes as SecureStrings, as text, or to the script block' {
        $result = @($nora | Start-MfaRun -Operation IssuePass -LifetimeMinutes 90 -UsableOnce -Journal (New-JournalName) -Force @asked)
        $result[0].TemporaryAccessPass | Should -BeOfType ([securestring])
        $result[0].Result.Pass.LifetimeMinutes | Should -Be 90
        $result = @($nora | Start-MfaRun -Operation IssuePass -Replace -AsPlainText -Journal (New-JournalName) -Force @asked)
        $result[0].TemporaryAccessPass | Should -BeOfType ([string])
        $script:delivered = $null
        $journal = New-JournalName
        $result = @($nora | Start-MfaRun -Operation Rescue -AsPlainText -Journal $journal -Force @asked -DeliverPass { param($it) $script:delivered = $it.TemporaryAccessPass })
        $result[0].TemporaryAccessPass | Should -BeNullOrEmpty
        $script:delivered | Should -Not -BeNullOrEmpty
        (Get-Content -LiteralPath $journal -Raw).Contains($script:delivered) | Should -BeFalse
    }

    It 'plans under -WhatIf, gives nothing and writes nothing' {
        $journal = New-JournalName
        $nora, $erik | Start-MfaRun -Operation Reset -Journal $journal -WhatIf @asked | Should -BeNullOrEmpty
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
        $result = @($nora, $erik | Start-MfaRun -Operation Reset -Journal $journal -TimeLimit 0 -Force @asked -ErrorVariable failed -ErrorAction SilentlyContinue)
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
        $first = $nora, $erik | Start-MfaRun -Operation Reset -Journal $journal -Force @asked | Select-Object -First 1
        $first.PSObject.TypeNames[0] | Should -Be 'GraphMfa.RunPerson'
        "$journal.lock" | Should -Not -Exist
        (Test-MfaProof $journal).Intact | Should -BeTrue
        @(Resume-MfaRun $journal -Force)[-1].Done | Should -Be 2
    }
}

Describe 'A pipeline' {
    BeforeEach { Set-TestScenario $tenant }

    It 'is one run, with an object for each as the command gives it for one' {
        $people = New-PeopleFile 'UserPrincipalName,Ticket', "$nora,INC-9", "$desk,", "$erik,"
        $journal = New-JournalName
        $result = @(Import-Csv -LiteralPath $people | Reset-MfaUser -RevokeSession -Reason 'lost phones' -Journal $journal -Force @asked -ErrorVariable failed -ErrorAction SilentlyContinue 6>&1)
        $told, $result = $result.Where({ $_ -is [System.Management.Automation.InformationRecord] }, 'Split')
        # The estimate comes before the first person.
        "$told" | Should -Match '^3 people, 6 writes'
        $result.Count | Should -Be 3
        foreach ($one in $result) { $one.PSObject.TypeNames[0] | Should -Be 'GraphMfa.ResetOutcome' }
        $done = $result | Where-Object -Property UserPrincipalName -EQ $nora
        $done.Outcome | Should -Be 'done'
        $done.SessionsRevoked | Should -BeTrue
        $done.Steps.Count | Should -Be 2
        $done.RequestIds.Count | Should -BeGreaterThan 0
        $done.Error | Should -BeNullOrEmpty
        $skipped = $result | Where-Object -Property Outcome -EQ skipped
        $skipped.UserPrincipalName | Should -Be $desk
        $skipped.ErrorId | Should -Be 'guarded'
        $skipped.Why | Should -Match 'administrator'
        $skipped.Error.PSObject.TypeNames[0] | Should -Be 'GraphMfa.Error'
        @($skipped.Steps).Count | Should -Be 0
        $record = @($failed | Where-Object -FilterScript { $_ -is [System.Management.Automation.ErrorRecord] })
        $record.Count | Should -Be 1
        $record[0].FullyQualifiedErrorId | Should -Be 'guarded,Reset-MfaUser'
        $record[0].TargetObject | Should -Be $desk
        (Test-MfaProof $journal).Finished | Should -BeTrue
        Get-Content -LiteralPath $journal -Raw | Should -Match 'INC-9'
        (Get-TenantUser $tenant $nora).methods.kind | Should -Be 'fido2'
        (Get-TenantUser $tenant $erik).methods | Should -BeNullOrEmpty

        # One of the same kind, alone: the same properties.
        Set-TestScenario $tenant
        $alone = Reset-MfaUser $nora -Force
        ($alone.PSObject.Properties.Name | Sort-Object) | Should -Be ($done.PSObject.Properties.Name | Sort-Object)
        $alone.RequestIds.Count | Should -Be 2
    }

    It 'does the same for <Command>' -ForEach @(
        @{ Command = 'Revoke-MfaSession'; More = @{}; Type = 'RevokeOutcome' }
        @{ Command = 'New-MfaTemporaryAccessPass'; More = @{ UsableOnce = $true; LifetimeMinutes = 60 }; Type = 'IssuedPass' }
        @{ Command = 'Set-MfaPerUserState'; More = @{ State = 'Disabled' }; Type = 'PerUserStateOutcome' }
        @{ Command = 'Reset-MfaUser'; More = @{ IssuePass = $true; Scope = 'Weak' }; Type = 'RescueOutcome' }
    ) {
        $scenario = Get-TestScenario
        $scenario['applications'] = @(@{ name = 'Desk'; secret = 'the-secret-of-the-desk'; permissions = @('User.Read.All', 'UserAuthenticationMethod.ReadWrite.All', 'User.RevokeSessions.All', 'RoleManagement.Read.Directory', 'GroupMember.Read.All', 'Policy.Read.All', 'Policy.ReadWrite.AuthenticationMethod', 'PrivilegedEligibilitySchedule.Read.AzureADGroup') })
        Set-TestScenario $tenant $scenario
        Connect-TestTenant $tenant
        $journal = New-JournalName
        $result = @($nora, $erik | & $Command -Journal $journal -Force @asked @More 6>$null)
        $result.Outcome | Should -Be @('done', 'done')
        $result.UserPrincipalName | Sort-Object | Should -Be @($erik, $nora)
        foreach ($one in $result) { $one.PSObject.TypeNames[0] | Should -Be "GraphMfa.$Type" }
        if ($Type -in 'IssuedPass', 'RescueOutcome') { foreach ($one in $result) { $one.TemporaryAccessPass | Should -BeOfType ([securestring]) } }
        (Test-MfaProof $journal).Finished | Should -BeTrue
        # One person is one by the pipeline, too: no journal, and the same properties.
        if ($Type -ne 'IssuedPass') {
            $alone = $nora | & $Command -Force @asked @More
            $alone.Outcome | Should -Be 'done'
            ($alone.PSObject.Properties.Name | Sort-Object) | Should -Be ($result[0].PSObject.Properties.Name | Sort-Object)
        }
    }

    It 'holds for one person what the row of that person says' {
        Connect-TestTenant $tenant
        $row = [pscustomobject] @{ UserPrincipalName = $nora; Scope = 'Everything' }
        ($row | Reset-MfaUser -Scope Weak -Force).Plan.Scope | Should -Be 'everything'
        $row.Scope = 'some'
        { $row | Reset-MfaUser -Force -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput,Reset-MfaUser'
    }

    It 'tells each row that cannot be used before the first write, and does the others' {
        $rows = @(
            [pscustomobject] @{ Name = 'nobody in particular' }
            [pscustomobject] @{ UserPrincipalName = 'nora*@fabrikam.example' }
            [pscustomobject] @{ UserPrincipalName = ''; Mail = $null }
            [pscustomobject] @{ UserPrincipalName = $nora; ObjectId = '11111111-aaaa-4aaa-8aaa-000000000002' }
            '99999999-aaaa-4aaa-8aaa-000000000009'
            'UserPrincipalName;Mail'
            17
            $nora
            $nora.ToUpperInvariant()
        )
        $result = @($rows | Reset-MfaUser -Journal (New-JournalName) -Force @asked -ErrorVariable failed -ErrorAction SilentlyContinue -WarningVariable warned -WarningAction SilentlyContinue 6>$null)
        $result.Count | Should -Be 1
        $result[0].Line | Should -Be 8
        $records = @($failed | Where-Object -FilterScript { $_ -is [System.Management.Automation.ErrorRecord] })
        $records.Count | Should -Be 7
        $records.FullyQualifiedErrorId | Sort-Object -Unique | Should -Be @('invalidInput,Reset-MfaUser', 'userNotFound,Reset-MfaUser')
        $records[1].TargetObject | Should -Be 'nora*@fabrikam.example'
        "$($records[3])" | Should -Match 'different people'
        "$warned" | Should -Match 'row 9: the same person as line 8'

        Set-TestScenario $tenant
        { $rows | Reset-MfaUser -Journal (New-JournalName) -Force @asked -ErrorAction Stop 6>$null } | Should -Throw -ErrorId 'invalidInput,Reset-MfaUser'
        { $rows | Reset-MfaUser -Journal (New-JournalName) -Force @asked -Strict -ErrorAction SilentlyContinue -WarningAction SilentlyContinue 6>$null } | Should -Throw -ErrorId 'inputRefused,Reset-MfaUser'
        (Get-TenantWrite $tenant).Count | Should -Be 0
    }

    It 'refuses what a run cannot be, before the first write' {
        { $nora, $erik | Reset-MfaUser -MaximumPeople 1 -Force @asked 6>$null } | Should -Throw -ErrorId 'tooManyPeople,Reset-MfaUser'
        { $nora, $erik | Reset-MfaUser -OverrideGuard $nora -Force @asked -ErrorAction Stop 6>$null } | Should -Throw -ErrorId 'invalidInput,Reset-MfaUser'
        { $nora, $erik | Reset-MfaUser -Fingerprint x -Force @asked } | Should -Throw -ErrorId 'invalidInput,Reset-MfaUser'
        { Get-MfaResetPlan $nora | Reset-MfaUser -Journal (New-JournalName) -Force @asked } | Should -Throw -ErrorId 'invalidInput,Reset-MfaUser'
        # An application must say on whose behalf.
        { $nora, $erik | Revoke-MfaSession -Journal (New-JournalName) -Force -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput,Revoke-MfaSession'
        (Get-TenantWrite $tenant).Count | Should -Be 0
    }

    It 'plans under -WhatIf, gives nothing and writes nothing' {
        $journal = New-JournalName
        $nora, $erik | Reset-MfaUser -RevokeSession -Journal $journal -WhatIf @asked | Should -BeNullOrEmpty
        $nora, $erik | Revoke-MfaSession -WhatIf @asked | Should -BeNullOrEmpty
        $journal | Should -Not -Exist
        (Get-TenantWrite $tenant).Count | Should -Be 0
    }

    It 'does nothing unasked where nobody can answer' {
        Mock -ModuleName GraphMfa Test-MfaInteractive { $false }
        { $nora, $erik | Reset-MfaUser @asked } | Should -Throw -ErrorId 'MfaConfirmationRequired,Reset-MfaUser'
        (Get-TenantLog $tenant).Count | Should -Be 0
    }

    It 'has no more in hand than it may' {
        $journal = New-JournalName
        $result = @($nora, $erik | Reset-MfaUser -ThrottleLimit 1 -Journal $journal -Force @asked 6>$null)
        $result.UserPrincipalName | Should -Be @($nora, $erik)
        # Nobody else is in the journal before the first has ended.
        $lines = Get-Content -LiteralPath $journal | ForEach-Object -Process { ConvertFrom-Json -InputObject $_ }
        $people = @($lines | Where-Object -FilterScript { $_.type -in 'write', 'ended' } | ForEach-Object -Process { $_.index })
        $people | Should -Be ($people | Sort-Object)
    }

    It 'hands a copy of the journal to a sink, and stops when the sink fails' {
        $journal = New-JournalName
        $script:copied = New-Object -TypeName System.Text.StringBuilder
        $script:called = New-Object -TypeName System.Collections.ArrayList
        $null = @($nora, $erik | Reset-MfaUser -Journal $journal -Force @asked 6>$null -JournalSink { param($file) [void] $script:called.Add($file.Call); [void] $script:copied.Append($file.Text) })
        $script:copied.ToString() | Should -Be ([System.IO.File]::ReadAllText($journal))
        $script:called[0] | Should -Be 'create'
        @($script:called | Select-Object -Skip 1 | Sort-Object -Unique) | Should -BeIn @('append')
        { $nora, $erik | Revoke-MfaSession -Journal (New-JournalName) -Force @asked -JournalSink { throw 'the container is full' } 6>$null -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'fileFailed,Revoke-MfaSession' -ExpectedMessage '*the container is full*'
    }
}

Describe 'A pipeline of a thousand people' {
    It 'sends less than one request for two of them, under the documented quota' {
        $scenario = Get-TestScenario
        $scenario.users = @(foreach ($number in 1..1000) {
                @{ id = '33333333-aaaa-4aaa-8aaa-{0:d12}' -f $number; displayName = "Person $number"; userPrincipalName = "person$number@fabrikam.example"; methods = @(@{ kind = 'phone' }, @{ kind = 'microsoftAuthenticator' }) }
            })
        $scenario.Remove('audits')
        Set-TestScenario $tenant $scenario
        Connect-TestTenant $tenant
        $people = New-PeopleFile (@('UserPrincipalName') + @(foreach ($number in 1..1000) { "person$number@fabrikam.example" }))
        $journal = New-JournalName
        $done = 0
        Import-Csv -LiteralPath $people | Reset-MfaUser -RevokeSession -Reason 'lost phones' -Journal $journal -MaximumPeople 1000 -Force @asked 6>$null | ForEach-Object -Process { if ($_.Outcome -eq 'done') { $done++ } }
        $done | Should -Be 1000
        $log = Get-TenantLog $tenant
        # What travels in a batch is part of one request.
        $requests = @($log | Where-Object -FilterScript { -not $_.inBatch })
        $requests.Count | Should -BeLessOrEqual 400
        @($requests | Where-Object -FilterScript { $_.status -eq 429 }).Count | Should -Be 0
        @($log | Where-Object -FilterScript { $_.write -and $_.committed }).Count | Should -Be 3000
        $state = Get-MfaRun | Select-Object -Last 1
        $state.Done | Should -Be 1000
        $state.RequestsSent | Should -BeLessOrEqual $requests.Count
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

        $result = @(Start-MfaRun -PlanPath $plan -Journal (New-JournalName) -Force @asked -ErrorAction SilentlyContinue)
        $result[-1].Operation | Should -Be 'Reset'
        $result[-1].Done | Should -Be 2
        { Start-MfaRun -PlanPath $plan -Scope Weak -Journal (New-JournalName) -Force @asked -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput*'
    }
}

Describe 'A run that changes no methods' {
    It 'grants roles, takes them back, and sets states' {
        $scenario = Get-TestScenario
        $scenario['applications'] = @(@{ name = 'Desk'; secret = 'the-secret-of-the-desk'; permissions = @('User.Read.All', 'UserAuthenticationMethod.ReadWrite.All', 'RoleManagement.ReadWrite.Directory', 'GroupMember.Read.All', 'Policy.Read.All', 'Policy.ReadWrite.AuthenticationMethod') })
        Set-TestScenario $tenant $scenario
        Connect-TestTenant $tenant
        $role = @{ Role = 'Authentication Administrator' }
        $result = @($nora, $erik | Start-MfaRun -Operation GrantRole -Journal (New-JournalName) -Force @role @asked)
        $result[-1].Done | Should -Be 2
        $result[0].Result.PSObject.TypeNames[0] | Should -Be 'GraphMfa.RoleChange'
        $result = @($nora, $erik | Start-MfaRun -Operation RevokeRole -Journal (New-JournalName) -Force @role @asked)
        $result[-1].Done | Should -Be 2
        $result = @($nora | Start-MfaRun -Operation SetPerUserState -State Enforced -Journal (New-JournalName) -Force @asked)
        $result[-1].Operation | Should -Be 'SetPerUserState'
        $result[0].Result.State | Should -Be 'enforced'
    }
}
