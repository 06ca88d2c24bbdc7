# -WhatIf and -Confirm:$false of whoever calls: a wrapper function, a module, a script. The tenant's own log is the witness,
# for every command that asks before it acts.

BeforeDiscovery {
    # What each command is called with so that it would change something. Whoever adds a command adds its line: the first
    # test sees that none is missing.
    $deeds = @(
        @{ Command = 'Grant-MfaHardwareToken'; With = @{ User = 'nora.lind@fabrikam.example'; SerialNumber = 'F1' } }
        @{ Command = 'Grant-MfaRole'; With = @{ User = 'nora.lind@fabrikam.example'; Role = 'Authentication Administrator' } }
        @{ Command = 'Initialize-MfaApplication'; With = @{ Name = 'Night work'; Operation = 'listMethods' } }
        @{ Command = 'New-MfaTemporaryAccessPass'; With = @{ User = 'nora.lind@fabrikam.example' } }
        @{ Command = 'Remove-MfaMethod'; With = @{ User = 'nora.lind@fabrikam.example'; Kind = 'fido2' } }
        @{ Command = 'Remove-MfaTemporaryAccessPass'; With = @{ User = 'erik.dahl@fabrikam.example' } }
        @{ Command = 'Reset-MfaUser'; With = @{ User = 'nora.lind@fabrikam.example' } }
        @{ Command = 'Resume-MfaRun'; With = @{ Journal = 'begun' } }
        @{ Command = 'Revoke-MfaHardwareToken'; With = @{ User = 'erik.dahl@fabrikam.example' } }
        @{ Command = 'Revoke-MfaRole'; With = @{ User = 'desk.admin@fabrikam.example'; Role = 'Authentication Administrator' } }
        @{ Command = 'Revoke-MfaSession'; With = @{ User = 'nora.lind@fabrikam.example' } }
        @{ Command = 'Set-MfaPerUserState'; With = @{ User = 'nora.lind@fabrikam.example'; State = 'Enforced' } }
        @{ Command = 'Set-MfaPhoneMethod'; With = @{ User = 'nora.lind@fabrikam.example'; PhoneType = 'Office'; Number = '+47 90000017' } }
        @{ Command = 'Start-MfaRun'; With = @{ User = 'nora.lind@fabrikam.example'; Operation = 'RevokeSessions'; Journal = 'new' } }
    )
    $kept = [System.Collections.Generic.List[string]] @($deeds.Command)
}

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    $module = Import-TestModule
    $script:journals = 0

    function Set-DeedScenario {
        $scenario = Get-TestScenario
        $permissions = 'User.Read.All', 'UserAuthenticationMethod.ReadWrite.All', 'User.RevokeSessions.All', 'Policy.Read.All', 'Policy.ReadWrite.AuthenticationMethod', 'RoleManagement.ReadWrite.Directory',
            'RoleManagement.Read.Directory', 'GroupMember.Read.All', 'AdministrativeUnit.Read.All', 'PrivilegedEligibilitySchedule.Read.AzureADGroup', 'AuditLog.Read.All',
            'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'
        $scenario['applications'] = @(@{ name = 'Deeds'; secret = 'the-secret-of-deeds'; permissions = $permissions })
        $scenario['hardwareTokens'] = @(@{ serialNumber = 'F1'; secretKey = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' })
        $scenario.users[1]['methods'] += @{ kind = 'temporaryAccessPass' }, @{ kind = 'hardwareOath'; device = @{ serialNumber = 'TOTP1' } }
        Set-TestScenario $tenant $scenario
        Connect-TestTenant $tenant
    }

    function Get-DeedArgument {
        # The arguments of a command. A run has a journal of its own, or one that was stopped before anybody's turn.
        param([string] $Command, [System.Collections.IDictionary] $With)
        $given = @{}
        if ((Get-Command -Name $Command -Module GraphMfa).Parameters.ContainsKey('RequestedBy')) { $given['RequestedBy'] = 'Ada, service desk' }
        foreach ($name in $With.Keys) { $given[$name] = $With[$name] }
        if ($With.Contains('Journal')) {
            $script:journals++
            $path = Join-Path -Path $TestDrive -ChildPath "deed$($script:journals).jsonl"
            if ($With['Journal'] -eq 'begun') {
                $begun = @{ (Get-JournalName Start-MfaRun) = $path }
                $null = Start-MfaRun -User nora.lind@fabrikam.example -Operation RevokeSessions -TimeLimit 0 -RequestedBy Ada -Force -ErrorAction SilentlyContinue @begun
            }
            $given.Remove('Journal')
            $given[(Get-JournalName $Command)] = $path
        }
        $given
    }

    function Get-State {
        # What the tenant holds, whatever the time.
        (Invoke-TenantAdmin $tenant GET '/state') -replace '"now":"[^"]*"', ''
    }

    function Get-JournalName {
        param([string] $Command)
        @('Journal', 'JournalPath' | Where-Object -FilterScript { (Get-Command -Name $Command -Module GraphMfa).Parameters.ContainsKey($_) })[0]
    }

    # Somebody else's command around ours, in a script and in a module.
    function Invoke-Wrapper {
        [CmdletBinding(SupportsShouldProcess)]
        param([string] $Command, [hashtable] $Given)
        & $Command @Given
    }
    function Invoke-Preview {
        param([string] $Command, [hashtable] $Given)
        $WhatIfPreference = $true
        & $Command @Given
    }
    $wrapper = '[CmdletBinding(SupportsShouldProcess)] param([string] $Command, [hashtable] $Given)' + "`n" + '& $Command @Given'
    $script = Join-Path -Path $TestDrive -ChildPath 'wrapper.ps1'
    Set-Content -LiteralPath $script -Value $wrapper
    $around = New-Module -Name Around -ScriptBlock ([scriptblock]::Create("function Invoke-Around {`n$wrapper`n}")) | Import-Module -PassThru -Global
}

AfterAll {
    $around | Remove-Module -Force
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'The commands that ask before they act' {
    It 'are all in the table of these tests' -ForEach @(@{ Kept = $kept }) {
        $asking = Get-Command -Module GraphMfa | Where-Object -FilterScript { $_.Parameters.ContainsKey('WhatIf') } | ForEach-Object -Process { $_.Name } | Sort-Object
        $asking | Should -Be @($Kept | Sort-Object)
    }
}

Describe '<Command>' -ForEach $deeds {
    It 'writes nothing under -WhatIf, whoever gives it' {
        Set-DeedScenario
        $given = Get-DeedArgument $Command $With
        $before = (Get-TenantWrite $tenant).Count
        $state = Get-State
        $gave = @(
            & $Command @given -WhatIf
            & $Command @given -WhatIf -Force -Confirm:$false
            Invoke-Wrapper $Command $given -WhatIf
            Invoke-Preview $Command $given
            & $script $Command $given -WhatIf
            Invoke-Around $Command $given -WhatIf
        ) 3> $null
        # Nothing downstream may take a preview for a deed.
        $gave | Should -BeNullOrEmpty
        (Get-TenantWrite $tenant).Count | Should -Be $before
        Get-State | Should -Be $state
    }

    It 'sends nothing where nobody can answer, and names both ways out' {
        Set-DeedScenario
        $given = Get-DeedArgument $Command $With
        Mock -ModuleName GraphMfa Test-MfaInteractive { $false }
        $before = (Get-TenantLog $tenant).Count
        foreach ($call in { & $Command @given }, { Invoke-Wrapper $Command $given }, { & $script $Command $given }, { Invoke-Wrapper $Command $given -Confirm }) {
            $record = $null
            try { $null = & $call } catch { $record = $_ }
            $record.FullyQualifiedErrorId | Should -Be "MfaConfirmationRequired,$Command"
            $record.ErrorDetails.RecommendedAction | Should -Match '-Confirm:\$false.*-Force'
        }
        (Get-TenantLog $tenant).Count | Should -Be $before
    }

    It 'acts when a script that calls it has answered with -Confirm:$false' {
        Set-DeedScenario
        $given = Get-DeedArgument $Command $With
        Mock -ModuleName GraphMfa Test-MfaInteractive { $false }
        $before = (Get-TenantWrite $tenant).Count
        $null = & $script $Command $given -Confirm:$false 3> $null
        (Get-TenantWrite $tenant).Count | Should -BeGreaterThan $before
    }
}

Describe 'Wrappers of other kinds' {
    It 'answer for the commands in them, too: <_>' -ForEach @('Invoke-Wrapper', 'Invoke-Around') {
        Set-DeedScenario
        Mock -ModuleName GraphMfa Test-MfaInteractive { $false }
        (& $_ Revoke-MfaSession @{ User = 'nora.lind@fabrikam.example' } -Confirm:$false).SessionsRevoked | Should -BeTrue
    }
}
