# Runs that do not come to their end: Ctrl+C, Stop-MfaRun, a pipeline that has had enough, a module that is removed, a host
# that exits, a process that is killed. The journal, a resume and the tenant say what became of everybody.

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    $module = Import-TestModule
    $manifest = Join-Path -Path (Get-TestModule) -ChildPath 'GraphMfa.psd1'
    $asked = @{ RequestedBy = 'Ada, service desk' }
    $script:runs = 0
    # So many that a run of few in hand is in the middle for some seconds.
    $many = 120

    function New-JournalName {
        $script:runs++
        Join-Path -Path $TestDrive -ChildPath "stop$($script:runs).jsonl"
    }

    function Set-ManyPeople {
        # A tenant of many, each with a phone, and the list of them.
        $scenario = Get-TestScenario
        $scenario.users = @(foreach ($number in 1..$many) {
                @{ id = '22222222-aaaa-4aaa-8aaa-{0:d12}' -f $number; displayName = "Person $number"; userPrincipalName = "person$number@fabrikam.example"; methods = @(@{ kind = 'phone' }) }
            })
        $scenario.Remove('audits')
        Set-TestScenario $tenant $scenario
        $script:people = Join-Path -Path $TestDrive -ChildPath 'many.csv'
        Set-Content -LiteralPath $script:people -Value (@('UserPrincipalName') + @(foreach ($number in 1..$many) { "person$number@fabrikam.example" }))
    }

    function Get-RunLine {
        # The command of a runbook, for another process or another runspace.
        param([string] $Journal, [string] $After = '', [string] $Transport = 'Native')
        @"
`$ErrorActionPreference = 'Continue'
`$secret = New-Object System.Security.SecureString
foreach (`$c in '$($tenant.ClientSecret)'.ToCharArray()) { `$secret.AppendChar(`$c) }
Import-Module '$manifest'
Connect-Mfa -TenantId $($tenant.TenantId) -ClientId $($tenant.ClientId) -ClientSecret `$secret -GraphEndpoint $($tenant.Graph) -LoginEndpoint $($tenant.Login) -TestDelayScale 0.001 -SkipCheck -Transport $Transport
Import-Csv '$script:people' | Reset-MfaUser -RevokeSession -Journal '$Journal' -MaximumPeople 1000 -ThrottleLimit 4 -RequestedBy Ada -Force $After
"@
    }

    function Start-Shell {
        # A PowerShell of its own that runs these lines.
        param([string] $Line)
        $script:runs++
        $path = Join-Path -Path $TestDrive -ChildPath "shell$($script:runs).ps1"
        Set-Content -LiteralPath $path -Value $Line
        $shell = (Get-Process -Id $PID).Path
        $arguments = "-NoProfile -File `"$path`""
        if ([System.IO.Path]::GetFileNameWithoutExtension($shell) -eq 'dotnet') { $arguments = "`"$([System.Environment]::GetCommandLineArgs()[0])`" $arguments" }
        $process = Start-TestProgram -Path $shell -Arguments $arguments
        @{ Process = $process; Told = $process.StandardOutput.ReadToEndAsync() }
    }

    function Get-EndedCount {
        # How many people have ended, by the journal, which its writer holds open.
        param([string] $Journal)
        if (-not [System.IO.File]::Exists($Journal)) { return 0 }
        $file = [System.IO.File]::Open($Journal, 'Open', 'Read', 'ReadWrite, Delete')
        try { $text = (New-Object -TypeName System.IO.StreamReader -ArgumentList $file).ReadToEnd() }
        finally { $file.Dispose() }
        [regex]::Matches($text, '"type":"ended"').Count
    }

    function Wait-Middle {
        # Waits until the run is in the middle.
        param([string] $Journal)
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        while ((Get-EndedCount $Journal) -lt 8) {
            if ($watch.Elapsed.TotalSeconds -gt 60) { throw 'the run did not get to its middle' }
            [System.Threading.Thread]::Sleep(10)
        }
    }

    function Wait-Shell {
        param($Shell)
        if (-not $Shell.Process.WaitForExit(60000)) {
            $Shell.Process.Kill()
            throw 'the shell did not end'
        }
        [void] $Shell.Told.Wait(5000)
    }

    function Assert-Resumed {
        # Goes on with the run: afterwards everybody is done, once, and the tenant agrees.
        param([string] $Journal)
        Get-EndedCount $Journal | Should -BeLessThan $many -Because 'it was stopped in the middle'
        Connect-TestTenant $tenant
        $again = @(Resume-MfaRun $Journal -Force 3>$null 6>$null)
        $summary = $again[-1]
        $summary.Status | Should -Be 'done'
        $summary.Done | Should -Be $many
        (Test-MfaProof $Journal).Finished | Should -BeTrue
        # Each phone was deleted once; a write of which no answer came may have been sent again.
        $deleted = @((Get-TenantWrite $tenant) | Where-Object -FilterScript { $_.method -eq 'DELETE' -and $_.status -eq 204 })
        $deleted.Count | Should -Be $many
        $state = ConvertFrom-Json -InputObject (Invoke-TenantAdmin $tenant GET '/state')
        @($state.users | Where-Object -FilterScript { @($_.methods).Count -gt 0 }).Count | Should -Be 0
    }
    $unix = [System.Environment]::OSVersion.Platform -ne [System.PlatformID]::Win32NT
}

AfterAll {
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'A run in a shell of its own' {
    BeforeEach {
        Set-ManyPeople
        $journal = New-JournalName
    }

    It 'finishes what it has begun at Ctrl+C, begins nobody new, and keeps its summary, whoever sends the requests: <_>' -ForEach 'Native', 'Host' {
        $typist = Get-Command -Name script -CommandType Application -ErrorAction Ignore | Select-Object -First 1
        if (-not $unix -or -not $typist) { Set-ItResult -Skipped -Because 'there is no program "script" to make a terminal'; return }
        # Tests that a script runs in the background ignore SIGINT, and so does every process that they start, unless it is
        # given back before.
        $null = & env --default-signal=INT true 2>&1
        if ($LASTEXITCODE -ne 0) { Set-ItResult -Skipped -Because 'the "env" of this system does not give signals back'; return }
        $code = Join-Path -Path $TestDrive -ChildPath 'typed.ps1'
        Set-Content -LiteralPath $code -Value (Get-RunLine $journal '| Out-Null' $_)
        $shell = (Get-Process -Id $PID).Path
        if ([System.IO.Path]::GetFileNameWithoutExtension($shell) -eq 'dotnet') { $shell = "$shell $([System.Environment]::GetCommandLineArgs()[0])" }
        $process = Start-TestProgram -Path $typist.Source -Arguments "-qec `"env --default-signal=INT $shell -NoProfile -NoExit -File $code`" /dev/null"
        $told = $process.StandardOutput.ReadToEndAsync()
        Wait-Middle $journal
        # Somebody presses the keys in the terminal, and then types at the prompt.
        $process.StandardInput.Write([string] [char] 3)
        $process.StandardInput.Flush()
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        while ([System.IO.File]::Exists("$journal.lock") -and $watch.Elapsed.TotalSeconds -lt 30) { [System.Threading.Thread]::Sleep(20) }
        "$journal.lock" | Should -Not -Exist
        # What comes first after a stop some hosts swallow.
        $process.StandardInput.WriteLine('1')
        $process.StandardInput.WriteLine('"state: $((Get-MfaRun).Status), $((Get-MfaRun).Stopped), $((Get-MfaRun).Done)"')
        $process.StandardInput.WriteLine('exit 17')
        $process.StandardInput.Flush()
        if (-not $told.Wait(30000)) {
            $process.Kill()
            throw "the shell did not come back: $($told.Status)"
        }
        $process.StandardInput.Close()
        $told.Result | Should -Match 'state: stopped, cancelled, \d+'
        # What was begun has come to its end: nothing is left open that was written.
        $lines = @(Get-Content -LiteralPath $journal | ForEach-Object -Process { ConvertFrom-Json -InputObject $_ })
        $lines[-1].type | Should -Be 'stopped'
        $answered = @($lines | Where-Object -FilterScript { $_.type -in 'answer', 'noAnswer' }).Count
        @($lines | Where-Object -FilterScript { $_.type -eq 'write' }).Count | Should -Be $answered
        Assert-Resumed $journal
    }

    It 'is gone on with after kill -9' {
        $shell = Start-Shell (Get-RunLine $journal)
        Wait-Middle $journal
        $shell.Process.Kill()
        Wait-Shell $shell
        (Get-MfaRun -Journal $journal).Status | Should -Be 'stopped'
        Assert-Resumed $journal
    }

    It 'is gone on with after its host has ended in the middle, without a crash: <_>' -ForEach @('exit 17', '[System.Environment]::Exit(17)') {
        $shell = Start-Shell (Get-RunLine $journal "| ForEach-Object -Process { if ([System.IO.File]::Exists('$journal.go')) { $_ } }")
        Wait-Middle $journal
        Set-Content -LiteralPath "$journal.go" -Value 'go'
        Wait-Shell $shell
        $shell.Process.ExitCode | Should -Be 17
        Assert-Resumed $journal
    }

    It 'stops when another process asks it to, and says how far it came' {
        $shell = Start-Shell ((Get-RunLine $journal) + "`n'status: ' + (Get-MfaRun).Status + ', ' + (Get-MfaRun).Stopped`n")
        Wait-Middle $journal
        (Get-MfaRun -Journal $journal).Status | Should -Be 'running'
        $state = Stop-MfaRun -Journal $journal -Wait
        $state.Status | Should -Be 'stopped'
        $state.Unfinished | Should -BeGreaterThan 0
        Wait-Shell $shell
        $shell.Told.Result | Should -Match 'status: stopped, cancelled'
        "$journal.stop" | Should -Not -Exist
        { Stop-MfaRun -Journal $journal -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput,Stop-MfaRun'
        Assert-Resumed $journal
    }
}

Describe 'A run in another runspace' {
    BeforeEach {
        Set-ManyPeople
        $journal = New-JournalName
        $inside = [powershell]::Create([initialsessionstate]::CreateDefault2())
    }
    AfterEach { $inside.Dispose() }

    It 'is seen by Get-MfaRun and stopped by Stop-MfaRun' {
        [void] $inside.AddScript((Get-RunLine $journal))
        $running = $inside.BeginInvoke()
        Wait-Middle $journal
        $state = Get-MfaRun | Where-Object -Property File -EQ $journal
        $state.Status | Should -Be 'running'
        $state.Operation | Should -Be 'Reset'
        $ended = Get-MfaRun -Journal $journal | Stop-MfaRun -Wait
        $ended.Status | Should -Be 'stopped'
        [void] $running.AsyncWaitHandle.WaitOne(20000)
        $running.IsCompleted | Should -BeTrue
        @($inside.Streams.Error | Where-Object -FilterScript { $_.FullyQualifiedErrorId -eq 'runStopped,Reset-MfaUser' }).Count | Should -Be 1
        (Get-MfaRun | Where-Object -Property File -EQ $journal).Stopped | Should -Be 'cancelled'
        Assert-Resumed $journal
    }

    It 'keeps its summary when its pipeline is stopped, as Ctrl+C does' {
        [void] $inside.AddScript((Get-RunLine $journal))
        $null = $inside.BeginInvoke()
        Wait-Middle $journal
        $inside.Stop()
        $state = Get-MfaRun | Where-Object -Property File -EQ $journal
        $state.Status | Should -Be 'stopped'
        $state.Stopped | Should -Be 'cancelled'
        $state.Done + $state.Unfinished | Should -Be $many
        "$journal.lock" | Should -Not -Exist
        Assert-Resumed $journal
    }

    It 'ends, and can be gone on with, when the module that connected is removed in the middle' {
        Connect-TestTenant $tenant
        $code = {
            param($manifest, $context, $people, $journal)
            Import-Module $manifest
            Import-Csv $people | Reset-MfaUser -RevokeSession -Journal $journal -MaximumPeople 1000 -ThrottleLimit 4 -RequestedBy Ada -Force -Context $context
        }
        [void] $inside.AddScript($code).AddArgument($manifest).AddArgument((Get-MfaContext)).AddArgument($script:people).AddArgument($journal)
        $running = $inside.BeginInvoke()
        Wait-Middle $journal
        Remove-Module -Name GraphMfa -Force
        [void] $running.AsyncWaitHandle.WaitOne(20000)
        $running.IsCompleted | Should -BeTrue
        $null = Import-TestModule
        Assert-Resumed $journal
    }
}

Describe 'A run that nobody listens to' {
    BeforeAll {
        Set-ManyPeople
        Connect-TestTenant $tenant
        function Start-Unread {
            # Begins a run as the commands do, and reads nothing of what it says.
            param([string] $Journal)
            & (Get-Module -Name GraphMfa) {
                param($people, $file)
                $entry = (Resolve-MfaContext).Entry
                $request = [ordered] @{ operation = 'startRun'; input = @{ from = 'file'; path = $people }; each = @{ operation = 'reset' }; case = @{ requestedBy = 'Ada' }; mostPeople = 1000; mostInHand = 4; file = $file }
                $body = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-MfaJson $request))
                [uint64] $job = 0
                $status = $entry.Native::gmfa_job_start($entry.Handle, $body, [System.UIntPtr]::new([uint64] $body.Length), [ref] $job)
                if ($status -ne 0) { throw "status $status" }
                @{ Job = $job; Native = $entry.Native }
            } $script:people $Journal
        }
    }

    It 'sends no more writes until it is read, and ends by itself when it is given up' {
        $journal = New-JournalName
        $started = Start-Unread $journal
        Wait-Middle $journal
        # It is held up as soon as four parts of its answer wait.
        $before = -1
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        while ($watch.Elapsed.TotalSeconds -lt 20) {
            $now = (Get-TenantWrite $tenant).Count
            if ($now -eq $before) { break }
            $before = $now
            [System.Threading.Thread]::Sleep(400)
        }
        Get-EndedCount $journal | Should -BeLessThan $many
        "$journal.lock" | Should -Exist
        $native = $started.Native
        [void] $native::gmfa_job_free($started.Job)
        $watch.Restart()
        while ([System.IO.File]::Exists("$journal.lock") -and $watch.Elapsed.TotalSeconds -lt 20) { [System.Threading.Thread]::Sleep(20) }
        "$journal.lock" | Should -Not -Exist
        Assert-Resumed $journal
    }
}

Describe 'A pipeline that has had enough' {
    BeforeAll {
        Set-ManyPeople
        Connect-TestTenant $tenant
    }

    It 'stops the run: Select-Object -First' {
        $journal = New-JournalName
        $few = @(Import-Csv -LiteralPath $script:people | Reset-MfaUser -RevokeSession -Journal $journal -MaximumPeople 1000 -ThrottleLimit 4 -Force @asked 6>$null | Select-Object -First 2)
        $few.Outcome | Should -Be @('done', 'done')
        $state = Get-MfaRun | Select-Object -Last 1
        $state.File | Should -Be $journal
        $state.Status | Should -Be 'stopped'
        $state.Unfinished | Should -BeGreaterThan 60
        Assert-Resumed $journal
    }
}
