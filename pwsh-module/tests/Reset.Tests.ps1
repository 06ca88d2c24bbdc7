# What changes the tenant: resets and revocations, questions and previews. The tenant's own log is the witness.

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    $module = Import-TestModule
    $nora = '11111111-aaaa-4aaa-8aaa-000000000001'

    # A command of somebody else's around ours, as wrappers do it.
    function Reset-Somebody {
        [CmdletBinding(SupportsShouldProcess)]
        param([Parameter(ValueFromPipeline)] $Somebody)
        process { Reset-MfaUser $Somebody -RevokeSession }
    }
    $script = Join-Path -Path $TestDrive -ChildPath 'runbook.ps1'
    Set-Content -LiteralPath $script -Value @'
param([switch] $Preview, [string] $Consent)
if ($Preview) { $WhatIfPreference = $true }
if ($Consent) { $ConfirmPreference = $Consent }
Reset-MfaUser nora.lind@fabrikam.example
Revoke-MfaSession nora.lind@fabrikam.example
'@
}

AfterAll {
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'Reset-MfaUser' {
    BeforeEach {
        Set-TestScenario $tenant
        Connect-TestTenant $tenant
    }

    It 'removes what the portal''s button removes, and proves it' {
        $outcome = Reset-MfaUser nora.lind@fabrikam.example -RevokeSession -Confirm:$false
        $outcome.PSObject.TypeNames[0] | Should -Be 'GraphMfa.ResetOutcome'
        $outcome.Outcome | Should -Be 'done'
        $outcome.UserId | Should -Be $nora
        $outcome.Steps.Status | Should -Be @('done', 'done')
        $outcome.Steps[0].RequestId | Should -Not -BeNullOrEmpty
        $outcome.Plan.Steps.Count | Should -Be 2
        $outcome.MethodsBefore.Count | Should -Be 4
        $outcome.MethodsAfter.Kind | Sort-Object | Should -Be @('fido2', 'password')
        $outcome.SessionsRevoked | Should -BeTrue
        $outcome.VerifiedAt | Should -BeOfType ([datetime])
        $outcome.FinishedAt | Should -BeOfType ([datetime])
        (Get-TenantUser $tenant nora.lind@fabrikam.example).methods.kind | Should -Be 'fido2'
        (Get-TenantWrite $tenant).Count | Should -Be 3
        $outcome | Out-String -Width 200 | Should -Match 'done'
        $outcome | Format-List | Out-String -Width 200 | Should -Match '(?m)^After\s+:'
    }

    It 'takes people from a CSV, and goes on after an error' {
        $file = Join-Path -Path $TestDrive -ChildPath 'people.csv'
        Set-Content -LiteralPath $file -Value 'Name,UPN', 'Nora,nora.lind@fabrikam.example', 'Nobody,nobody@fabrikam.example', 'Erik,erik.dahl@fabrikam.example'
        $outcomes = @(Import-Csv -LiteralPath $file | Reset-MfaUser -Confirm:$false -Journal (Join-Path -Path $TestDrive -ChildPath 'csv.jsonl') -RequestedBy Ada -ErrorVariable failed -ErrorAction SilentlyContinue)
        $outcomes.Outcome | Should -Be @('done', 'done')
        $outcomes.UserPrincipalName | Sort-Object | Should -Be @('erik.dahl@fabrikam.example', 'nora.lind@fabrikam.example')
        @($failed | Where-Object -FilterScript { $_ -is [System.Management.Automation.ErrorRecord] }).Count | Should -Be 1
        (Get-TenantUser $tenant erik.dahl@fabrikam.example).methods | Should -BeNullOrEmpty
    }

    It 'removes the kinds that are named, and keeps what is to be kept' {
        (Reset-MfaUser nora.lind@fabrikam.example -Kind Phone -Force).Outcome | Should -Be 'done'
        (Get-TenantUser $tenant nora.lind@fabrikam.example).methods.kind | Should -Be @('microsoftAuthenticator', 'fido2')
        (Reset-MfaUser nora.lind@fabrikam.example -Scope Everything -Keep Fido2 -Force).Outcome | Should -Be 'done'
        (Get-TenantUser $tenant nora.lind@fabrikam.example).methods.kind | Should -Be 'fido2'
    }

    It 'carries out the plan from the pipeline, and no other' {
        $plan = Get-MfaResetPlan nora.lind@fabrikam.example -Kind phone
        ($plan | Reset-MfaUser -Force).Plan.Fingerprint | Should -Be $plan.Fingerprint
        (Get-TenantUser $tenant nora.lind@fabrikam.example).methods.kind | Should -Be @('microsoftAuthenticator', 'fido2')
        { $plan | Reset-MfaUser -Force -ErrorAction Stop } | Should -Throw -ErrorId 'planOutdated,Reset-MfaUser'
        { Reset-MfaUser nora.lind@fabrikam.example -Fingerprint 'of other methods' -Force -ErrorAction Stop } | Should -Throw -ErrorId 'planOutdated,Reset-MfaUser'
        (Get-TenantWrite $tenant).Count | Should -Be 1
        (Get-MfaResetPlan erik.dahl@fabrikam.example -Scope Weak -Keep softwareOath -RevokeSession | Reset-MfaUser -Force).SessionsRevoked | Should -BeTrue
        (Get-TenantUser $tenant erik.dahl@fabrikam.example).methods.kind | Should -Be 'softwareOath'
    }

    It 'emits an outcome that is not done, and writes an error: <Outcome>' -ForEach @(
        @{ Outcome = 'partial'; Refused = 'microsoftAuthenticatorMethods' }
        @{ Outcome = 'failed'; Refused = '*Methods' }
    ) {
        $scenario = Get-TestScenario
        $scenario.faults = @(@{ method = 'DELETE'; path = "/users/*/authentication/$Refused/*"; times = 100; answer = @{ status = 403; body = @{ error = @{ code = 'accessDenied'; message = 'Request Authorization failed' } } } })
        Set-TestScenario $tenant $scenario
        $given = Reset-MfaUser nora.lind@fabrikam.example -Force -ErrorVariable failed -ErrorAction SilentlyContinue
        $given.Outcome | Should -Be $Outcome
        $given.Notes.Count | Should -BeGreaterThan 0
        $record = @($failed | Where-Object -FilterScript { $_ -is [System.Management.Automation.ErrorRecord] })[0]
        $record.FullyQualifiedErrorId | Should -Be "reset$Outcome,Reset-MfaUser"
        $record.CategoryInfo.Category | Should -Be 'InvalidResult'
        $record.TargetObject | Should -Be 'nora.lind@fabrikam.example'
        $record.Exception.Data['Status'] | Should -Be 403
        $record.Exception.Data['RequestId'] | Should -Not -BeNullOrEmpty
        # The second time there is nothing left that succeeds.
        { Reset-MfaUser nora.lind@fabrikam.example -Force -ErrorAction Stop } | Should -Throw -ErrorId 'resetFailed,Reset-MfaUser'
    }

    It 'never touches a protected person, whatever the switches' {
        Connect-TestTenant $tenant @{ ProtectedUser = 'nora.lind@fabrikam.example' }
        { Reset-MfaUser nora.lind@fabrikam.example -Force -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'guarded,Reset-MfaUser'
        { Reset-MfaUser nora.lind@fabrikam.example -WhatIf -ErrorAction Stop } | Should -Throw -ErrorId 'guarded,Reset-MfaUser'
        { Revoke-MfaSession nora.lind@fabrikam.example -Force -ErrorAction Stop } | Should -Throw -ErrorId 'guarded,Revoke-MfaSession'
        (Get-TenantWrite $tenant).Count | Should -Be 0
    }
}

Describe 'A stop' {
    It 'ends a reset that waits, frees its job, and sends nothing more' {
        # Reads lag by a day: the reset waits for them to agree until somebody stops it.
        $scenario = Get-TestScenario
        $scenario.rules = @{ readLagMs = 86400000 }
        Set-TestScenario $tenant $scenario
        Connect-TestTenant $tenant @{ Patience = '1.00:00:00' }
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        try {
            $code = { param($manifest, $context) Import-Module $manifest; Reset-MfaUser nora.lind@fabrikam.example -Force -Context $context }
            [void] $shell.AddScript($code).AddArgument((Join-Path -Path (Get-TestModule) -ChildPath 'GraphMfa.psd1')).AddArgument((Get-MfaContext))
            $running = $shell.BeginInvoke()
            # The other numbers are gone; what remains is waiting until the default may go.
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            while ((Get-TenantWrite $tenant).Count -lt 2 -and $watch.Elapsed.TotalSeconds -lt 30) { Start-Sleep -Milliseconds 50 }
            (Get-TenantWrite $tenant).Count | Should -BeGreaterOrEqual 2
            $running.IsCompleted | Should -BeFalse
            $watch.Restart()
            # What Ctrl+C does.
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        }
        finally { $shell.Dispose() }
        Start-Sleep -Milliseconds 300
        $after = (Get-TenantLog $tenant).Count
        Start-Sleep -Milliseconds 700
        (Get-TenantLog $tenant).Count | Should -Be $after
        (Get-MfaUser nora.lind@fabrikam.example).DisplayName | Should -Be 'Nora Lind'
    }
}

Describe 'Revoke-MfaSession' {
    It 'revokes, and sees it' {
        Set-TestScenario $tenant
        Connect-TestTenant $tenant
        $outcome = [pscustomobject] @{ ObjectId = $nora } | Revoke-MfaSession -Force
        $outcome.PSObject.TypeNames[0] | Should -Be 'GraphMfa.RevokeOutcome'
        $outcome.SessionsRevoked | Should -BeTrue
        $outcome.SessionsValidFrom | Should -BeOfType ([datetime])
        $outcome.UserPrincipalName | Should -Be 'nora.lind@fabrikam.example'
        (Get-TenantWrite $tenant).Count | Should -Be 1
        $outcome | Out-String -Width 200 | Should -Match '\brevoked\b'
    }
}

Describe 'A preview' {
    BeforeEach {
        Set-TestScenario $tenant
        Connect-TestTenant $tenant
    }
    AfterEach {
        (Get-TenantWrite $tenant).Count | Should -Be 0
        (Get-TenantUser $tenant nora.lind@fabrikam.example).methods.Count | Should -Be 3
    }

    It 'writes nothing and gives no object: -WhatIf' {
        Reset-MfaUser nora.lind@fabrikam.example -RevokeSession -WhatIf | Should -BeNullOrEmpty
        Revoke-MfaSession nora.lind@fabrikam.example -WhatIf | Should -BeNullOrEmpty
        (Get-TenantLog $tenant).Count | Should -BeGreaterThan 0
    }

    It 'writes nothing: -WhatIf -Force' { Reset-MfaUser nora.lind@fabrikam.example -WhatIf -Force -Confirm:$false | Should -BeNullOrEmpty }

    It 'writes nothing: -WhatIf of a wrapper' { 'nora.lind@fabrikam.example' | Reset-Somebody -WhatIf | Should -BeNullOrEmpty }

    It 'writes nothing: $WhatIfPreference in a script' { & $script -Preview | Should -BeNullOrEmpty }

    It 'writes nothing: -WhatIf in a script block of the pipeline' {
        'nora.lind@fabrikam.example' | ForEach-Object -Process { $WhatIfPreference = $true; Reset-MfaUser $_ } | Should -BeNullOrEmpty
    }

    It 'tells the steps of the plan as text' {
        $transcript = Join-Path -Path $TestDrive -ChildPath 'transcript.txt'
        Start-Transcript -LiteralPath $transcript | Out-Null
        try { Reset-MfaUser nora.lind@fabrikam.example -RevokeSession -WhatIf } finally { Stop-Transcript | Out-Null }
        $told = Get-Content -LiteralPath $transcript -Raw
        $told | Should -Match 'What if: nora\.lind@fabrikam\.example: 1\. delete'
        $told | Should -Match 'What if: nora\.lind@fabrikam\.example: 2\. delete .*Authenticator'
        $told | Should -Match 'What if: nora\.lind@fabrikam\.example: 3\. revoke the sign-in sessions'
    }
}

Describe 'Consent' {
    BeforeEach {
        Set-TestScenario $tenant
        Connect-TestTenant $tenant
    }

    It 'is demanded before anything is sent where nobody can answer: <_>' -ForEach @('Reset-MfaUser', 'Revoke-MfaSession') {
        Mock -ModuleName GraphMfa Test-MfaInteractive { $false }
        $command = $_
        { & $command nora.lind@fabrikam.example } | Should -Throw -ErrorId "MfaConfirmationRequired,$command"
        { 'nora.lind@fabrikam.example' | & $command -Confirm } | Should -Throw -ErrorId "MfaConfirmationRequired,$command"
        { & $command nora.lind@fabrikam.example -Force -Confirm } | Should -Throw -ErrorId "MfaConfirmationRequired,$command"
        try { & $command nora.lind@fabrikam.example } catch { $record = $_ }
        $record.ErrorDetails.RecommendedAction | Should -Match '-Confirm:\$false.*-Force'
        (Get-TenantLog $tenant).Count | Should -Be 0
    }

    It 'ends one call, not one person' {
        Mock -ModuleName GraphMfa Test-MfaInteractive { $false }
        # The list of errors forgets the oldest: counted from an empty one, none is missed.
        $Error.Clear()
        { 'nora.lind@fabrikam.example', 'erik.dahl@fabrikam.example' | Reset-MfaUser -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'MfaConfirmationRequired,Reset-MfaUser'
        $Error.Count | Should -Be 1
        (Get-TenantLog $tenant).Count | Should -Be 0
    }

    It 'is given by -Confirm:$false' { (Reset-MfaUser nora.lind@fabrikam.example -Confirm:$false).Outcome | Should -Be 'done' }

    It 'is given by -Force' { (Reset-MfaUser nora.lind@fabrikam.example -Force).Outcome | Should -Be 'done' }

    It 'is given by $ConfirmPreference in a script' {
        $given = @(& $script -Consent None)
        $given.Count | Should -Be 2
        $given[0].Outcome | Should -Be 'done'
        (Get-TenantWrite $tenant).Count | Should -Be 3
    }

    It 'is given by -Confirm:$false of a wrapper' { (Reset-Somebody nora.lind@fabrikam.example -Confirm:$false).Outcome | Should -Be 'done' }

    It 'is not given by $ConfirmPreference of another level' {
        Mock -ModuleName GraphMfa Test-MfaInteractive { $false }
        { & $script -Consent High } | Should -Throw -ErrorId 'MfaConfirmationRequired,Reset-MfaUser'
    }

    It 'is asked for in the words of the plan' {
        $lines = & $module {
            $json = '{"user":{"id":"1","userPrincipalName":"u","displayName":"U"},"scope":"portal","steps":[{"step":1,"action":"delete","methodId":"m","kind":"phone","label":"phone +XX 67","reason":"not the default."}],"stays":[],"requests":{"writes":1,"reads":1},"fingerprint":"f"}'
            Get-MfaPlanLine (ConvertTo-MfaObject (ConvertFrom-MfaJson $json) 'GraphMfa.Plan') $true
        }
        $lines | Should -Be @('1. delete phone +XX 67 (not the default)', '2. revoke the sign-in sessions')
    }
}

Describe 'A question' {
    BeforeAll {
        # A terminal of its own, in which somebody types.
        $typist = $null
        $found = Get-Command -Name script -CommandType Application -ErrorAction Ignore | Select-Object -First 1
        if ($found -and [System.Environment]::OSVersion.Platform -ne [System.PlatformID]::Win32NT) { $typist = $found.Source }
        function Invoke-Typing {
            param([string] $Answer)
            $code = Join-Path -Path $TestDrive -ChildPath 'typed.ps1'
            Set-Content -LiteralPath $code -Value @"
`$secret = New-Object System.Security.SecureString
foreach (`$c in '$($tenant.ClientSecret)'.ToCharArray()) { `$secret.AppendChar(`$c) }
Import-Module '$(Join-Path -Path (Get-TestModule) -ChildPath 'GraphMfa.psd1')'
Connect-Mfa -TenantId $($tenant.TenantId) -ClientId $($tenant.ClientId) -ClientSecret `$secret -GraphEndpoint $($tenant.Graph) -LoginEndpoint $($tenant.Login) -TestDelayScale 0.001 -SkipCheck
'outcome: ' + (Reset-MfaUser nora.lind@fabrikam.example).Outcome
"@
            $shell = (Get-Process -Id $PID).Path
            if ([System.IO.Path]::GetFileNameWithoutExtension($shell) -eq 'dotnet') { $shell = "$shell $([System.Environment]::GetCommandLineArgs()[0])" }
            $process = Start-TestProgram -Path $typist -Arguments "-qec `"$shell -NoProfile -File $code`" /dev/null"
            # The answer waits in the terminal until it is asked for.
            $process.StandardInput.WriteLine($Answer)
            $process.StandardInput.Flush()
            $told = $process.StandardOutput.ReadToEndAsync()
            if (-not $told.Wait(60000)) {
                $process.Kill()
                throw 'nobody was asked'
            }
            $process.StandardInput.Close()
            $told.Result
        }
    }
    BeforeEach { Set-TestScenario $tenant }

    It 'shows the plan; a yes carries it out' {
        if (-not $typist) { Set-ItResult -Skipped -Because 'there is no program "script" to make a terminal'; return }
        $told = Invoke-Typing y
        $told | Should -Match 'Nora Lind'
        $told | Should -Match '1\. delete'
        $told | Should -Match 'outcome: done'
        (Get-TenantWrite $tenant).Count | Should -Be 2
    }

    It 'shows the plan; a no writes nothing' {
        if (-not $typist) { Set-ItResult -Skipped -Because 'there is no program "script" to make a terminal'; return }
        $told = Invoke-Typing n
        $told | Should -Match '1\. delete'
        $told | Should -Not -Match 'outcome: done'
        (Get-TenantWrite $tenant).Count | Should -Be 0
    }
}
