# Journals of runs: proof without a connection, and files that a script keeps.

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    $null = Import-TestModule
    $nora = 'nora.lind@fabrikam.example'
    $erik = 'erik.dahl@fabrikam.example'
    $asked = @{ RequestedBy = 'Ada, service desk'; Ticket = 'INC-7' }
}

AfterAll {
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'A journal' {
    BeforeAll {
        Set-TestScenario $tenant
        Connect-TestTenant $tenant
        $journal = Join-Path -Path $TestDrive -ChildPath 'run.jsonl'
        $summary = @($nora, $erik | Start-MfaRun -Operation Reset -Journal $journal -Force @asked)[-1]
    }

    It 'tells the audit what was done on whose behalf' {
        $entries = @(Get-MfaAudit $nora -Journal $journal -WaitUpTo 00:20:00 | Where-Object -Property RequestedBy)
        $entries.Count | Should -BeGreaterThan 0
        $entries[0].Ticket | Should -Be 'INC-7'
        $entries[0].Run | Should -Be $summary.Run
        @(Get-MfaAudit $nora -Journal (Get-Item -LiteralPath $journal) | Where-Object -Property RequestedBy).Count | Should -Be $entries.Count
    }

    It 'began before it ended, whatever clock this machine has' {
        $summary.StartedAt | Should -BeLessOrEqual $summary.FinishedAt
    }

    It 'is proven without a connection' {
        Disconnect-Mfa
        $report = Test-MfaProof $journal -ExpectHead $summary.Head
        $report.PSObject.TypeNames[0] | Should -Be 'GraphMfa.JournalReport'
        $report.Intact | Should -BeTrue
        $report.Finished | Should -BeTrue
        $report.Head | Should -Be $summary.Head
        $report.File | Should -Be $journal
        $summary | Test-MfaProof -Quiet | Should -BeTrue
        Get-Item -LiteralPath $journal | Test-MfaProof -Quiet | Should -BeTrue
        Test-MfaProof $journal -ExpectHead ('0' * 64) -Quiet | Should -BeFalse
        { Test-MfaProof (Join-Path -Path $TestDrive -ChildPath 'none.jsonl') } | Should -Throw -ErrorId 'fileFailed*'

        $changed = Join-Path -Path $TestDrive -ChildPath 'changed.jsonl'
        $text = [System.IO.File]::ReadAllText($journal).Replace('INC-7', 'INC-8')
        [System.IO.File]::WriteAllText($changed, $text)
        $report = Test-MfaProof $changed
        $report.Intact | Should -BeFalse
        $report.FirstBadLine | Should -Be 1
        $report.Problem | Should -Not -BeNullOrEmpty
    }

    It 'becomes a page or a table, which is never overwritten' {
        $page = Join-Path -Path $TestDrive -ChildPath 'proof.html'
        $table = Join-Path -Path $TestDrive -ChildPath 'proof.csv'
        (Export-MfaProof $journal -Destination $page).Intact | Should -BeTrue
        [System.IO.File]::ReadAllText($page) | Should -Match '(?i)^<!doctype html'
        ($summary | Export-MfaProof -Destination $table).Head | Should -Be $summary.Head
        @(Import-Csv -LiteralPath $table).Count | Should -Be 2
        { Export-MfaProof $journal -Destination $table } | Should -Throw -ErrorId 'invalidInput*'
    }

    It 'is not written over by another run' {
        Connect-TestTenant $tenant
        { $nora | Start-MfaRun -Operation Reset -Journal $journal -Force @asked -ErrorAction Stop } | Should -Throw -ErrorId 'fileFailed*'
    }
}

Describe 'A sink for journals' {
    BeforeEach {
        Set-TestScenario $tenant
        $script:kept = @{}
        $script:calls = New-Object -TypeName System.Collections.ArrayList
        $script:full = $false
        $sink = {
            param($file)
            if ($script:full -and $file.Call -eq 'append') { throw 'the container is full' }
            [void] $script:calls.Add("$($file.Call) $($file.Name)")
            $there = $script:kept.ContainsKey($file.Name)
            if ($file.Call -eq 'create' -and $there) { return 'exists' }
            if ($file.Call -in 'append', 'cut', 'remove' -and -not $there) { return 'missing' }
            switch ($file.Call) {
                'append' { $script:kept[$file.Name] += $file.Text }
                'remove' { $script:kept.Remove($file.Name) }
                'cut' { $script:kept[$file.Name] = $script:kept[$file.Name].Substring(0, $file.Length) }
                default { $script:kept[$file.Name] = $file.Text }
            }
        }
        $source = { param($name) $script:kept[$name] }
        Connect-TestTenant $tenant @{ JournalSink = $sink; JournalSource = $source }
    }

    It 'keeps what a run writes, and gives it back to a resume' {
        $people = Join-Path -Path $TestDrive -ChildPath 'people.csv'
        [System.IO.File]::WriteAllText($people, "UserPrincipalName`n$nora`n$erik`n")
        $stopped = @(Start-MfaRun -Path $people -Operation Reset -Journal 'runs/one' -TimeLimit 0 -Force @asked -ErrorAction SilentlyContinue)[-1]
        $stopped.File | Should -Be 'runs/one'
        $script:kept.Keys | Should -Be 'runs/one'
        $summary = @(Resume-MfaRun 'runs/one' -Force)[-1]
        $summary.Done | Should -Be 2
        $summary | Test-MfaProof -Quiet | Should -BeTrue
        $script:calls | Should -Contain 'create runs/one.lock'
        $script:calls | Should -Contain 'remove runs/one.lock'
        { $nora | Start-MfaRun -Operation Reset -Journal 'runs/one' -Force @asked -ErrorAction Stop } | Should -Throw -ErrorId 'fileFailed*'
    }

    It 'stops a run that it can no longer keep' {
        $script:full = $true
        { $nora | Start-MfaRun -Operation Reset -Journal 'runs/two' -Force @asked } | Should -Throw -ErrorId 'fileFailed*' -ExpectedMessage '*the container is full*'
        (Get-TenantWrite $tenant).Count | Should -Be 0
    }

    It 'is of no use alone' {
        { Connect-TestTenant $tenant @{ JournalSink = {} } } | Should -Throw -ErrorId 'invalidInput*'
    }
}
