# What people see in a window of 80 columns, and what goes into files.

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    $module = Import-TestModule
    $nora = 'nora.lind@fabrikam.example'
    # Longer than any column.
    $long = 'bartholomew.montgomery-smythe@fabrikam.example'
    $unit = 'North European Service Desk'
    $scenario = Get-TestScenario
    $permissions = 'User.Read.All', 'UserAuthenticationMethod.ReadWrite.All', 'User.RevokeSessions.All', 'Policy.Read.All', 'Policy.ReadWrite.AuthenticationMethod', 'RoleManagement.ReadWrite.Directory', 'RoleManagement.Read.Directory',
        'GroupMember.Read.All', 'AdministrativeUnit.Read.All', 'PrivilegedEligibilitySchedule.Read.AzureADGroup', 'AuditLog.Read.All'
    $scenario['applications'] = @(@{ name = 'Desk'; secret = 'the-secret-of-this-desk'; permissions = $permissions })
    $scenario['administrativeUnits'] = @(@{ displayName = $unit })
    $scenario['groups'] = @(@{ displayName = 'Operators'; isAssignableToRole = $true; members = @('erik.dahl@fabrikam.example') })
    $scenario['roleAssignments'] = @(@{ role = 'Authentication Administrator'; principal = 'Operators' }, @{ role = 'Privileged Authentication Administrator'; principal = $nora; scope = $unit; until = '2026-12-31T00:00:00Z' })
    $scenario['hardwareTokens'] = @(@{ serialNumber = 'F1'; secretKey = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' })
    $scenario['users'] += @{ displayName = 'Bartholomew Montgomery-Smythe'; userPrincipalName = $long; methods = @(@{ kind = 'phone' }, @{ kind = 'windowsHelloForBusiness' }, @{ kind = 'softwareOath' }) }
    $scenario['audits'] += @{ at = '2026-08-19T07:31:00Z'; kind = 'portalReregistration'; by = 'desk.admin@fabrikam.example'; on = $long }
    Set-TestScenario $tenant $scenario
    Connect-TestTenant $tenant

    function Get-Table {
        # A table in a window of 80 columns, with what it wraps put together again.
        param($Object)
        $text = $Object | Format-Table | Out-String -Width 80
        $text | Should -Not -Match '\.\.\.|\u2026' -Because 'nothing is cut'
        foreach ($line in $text -split "`r?`n") { $line.Length | Should -BeLessOrEqual 80 }
        $text
    }
    function Get-Column {
        # The text of one column in all lines below the header, without the breaks.
        param([string] $Table, [string] $Name)
        $lines = @($Table -split "`r?`n")
        $header = @($lines | Where-Object -FilterScript { $_ -match "(^| )$Name( |$)" })[0]
        $at = [regex]::Match($header, "(?<=^| )$Name(?= |$)").Index
        $rule = $lines[[array]::IndexOf($lines, $header) + 1]
        $next = $rule.IndexOf(' -', $at)
        $end = 80
        if ($next -ge 0) { $end = $next }
        (@(foreach ($line in $lines) {
                    if ($line -eq $header -or $line -match '^\s*-[- ]*$' -or $line.Length -le $at) { continue }
                    $line.Substring($at, [math]::Min($end, $line.Length) - $at)
                }) -join '') -replace '\s', ''
    }
    function Get-Row { param($Object) $Object | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv }
}

AfterAll {
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'At 80 columns nothing is lost of' {
    It 'people' {
        $table = Get-Table (Get-MfaUser $long)
        Get-Column $table UserPrincipalName | Should -Be $long
        Get-Column $table Enabled | Should -Be 'yes'
    }

    It 'methods, with the default marked' {
        $table = Get-Table (Get-MfaMethod $nora)
        $table | Should -Match '(?m)^\* +microsoftAuthenticator '
        @([regex]::Matches($table, '(?m)^\*')).Count | Should -Be 1
        Get-Column (Get-Table (Get-MfaMethod $long)) Method | Should -Match 'WindowsHelloforBusiness'
    }

    It 'assignments: who, which, where, how and until when' {
        $table = Get-Table (Get-MfaRoleAssignment)
        $holders = Get-Column $table Holder
        $holders | Should -Match ([regex]::Escape('erik.dahl@fabrikam.example(throughOperators)'))
        Get-Column $table Role | Should -Match 'PrivilegedAuthenticationAdministrator'
        Get-Column $table Scope | Should -Match 'NorthEuropeanServiceDesk'
        Get-Column $table Scope | Should -Match 'wholetenant'
        Get-Column $table Holds | Should -Match 'until2026-12-31'
    }

    It 'plans and what the service says of them' {
        $plan = Get-MfaResetPlan $long
        $table = Get-Table $plan
        Get-Column $table UserPrincipalName | Should -Be $long
        Get-Column $table Stays | Should -Match 'WindowsHelloforBusiness'
        $null = Get-Table $plan.Steps
        $null = Get-Table $plan.Stays
    }

    It 'the log, the report and the summary' {
        $table = Get-Table (Get-MfaAudit -Since 2026-08-01 -All -WarningAction SilentlyContinue)
        Get-Column $table On | Should -Match ([regex]::Escape($long))
        Get-Column $table Action | Should -Match 'requiredReregistration'
        Get-Column (Get-Table (Get-MfaAudit -Since 2026-08-01 -All -Resets -WarningAction SilentlyContinue)) For | Should -Match ([regex]::Escape($long))
        $report = Get-MfaRegistration
        $table = Get-Table $report
        Get-Column $table UserPrincipalName | Should -Match ([regex]::Escape($long))
        Get-Column $table MFA | Should -Match 'notcapable'
        $null = Get-Table (Get-MfaRegistration -Summary)
    }

    It 'roles, permissions, tokens, states and contexts' {
        Get-Column (Get-Table (Get-MfaRole 'Privileged Auth*')) DisplayName | Should -Be 'PrivilegedAuthenticationAdministrator'
        $null = Get-Table (Get-MfaPermission)
        Get-Column (Get-Table (Get-MfaPermission -CheckSignIn)) TenantId | Should -Be $tenant.TenantId
        $null = Get-Table (Get-MfaHardwareToken)
        Get-Column (Get-Table (Get-MfaPerUserState $long)) State | Should -Be 'disabled'
        Get-Column (Get-Table (Get-MfaContext)) Tenant | Should -Be $tenant.TenantId
    }

    It 'what was done' {
        $outcome = Reset-MfaUser $long -RevokeSession -RequestedBy Ada -Force
        $table = Get-Table $outcome
        Get-Column $table UserPrincipalName | Should -Be $long
        Get-Column $table Outcome | Should -Be 'done'
        Get-Column $table Sessions | Should -Be 'revoked'
        $null = Get-Table $outcome.Steps
        $null = Get-Table $outcome.Notes
        Get-Column (Get-Table (Set-MfaPerUserState $long -State Enforced -RequestedBy Ada -Force)) State | Should -Be 'enforced'
        Get-Column (Get-Table (Set-MfaPhoneMethod $long -PhoneType Office -Number '+47 90000017' -RequestedBy Ada -Force)) Number | Should -Be '+47******17'
        Get-Column (Get-Table (New-MfaTemporaryAccessPass $long -RequestedBy Ada -Force)) UserPrincipalName | Should -Be $long
        Get-Column (Get-Table (Get-MfaTemporaryAccessPass $long)) Usable | Should -Be 'yes'
        Get-MfaTemporaryAccessPass $long | Format-List | Out-String | Should -Match 'Policy +: \d+ to \d+ minutes'
        $null = Get-Table (Remove-MfaTemporaryAccessPass $long -RequestedBy Ada -Force)
    }

    It 'changes of roles' {
        $table = Get-Table (Grant-MfaRole $nora -Role 'Authentication Administrator' -AdministrativeUnit $unit -Duration 8:00:00 -Reason cover -RequestedBy Ada -Force -WarningAction SilentlyContinue)
        Get-Column $table Holder | Should -Be $nora
        Get-Column $table Role | Should -Match 'AuthenticationAdministratorinNorthEuropeanServiceDeskuntil2026-08-20'
    }
}

Describe 'A row of CSV tells in words' {
    It 'what a plan does' {
        $row = Get-Row (Get-MfaResetPlan $nora)
        $row.MethodsGoing | Should -Match '^mobile phone .*; Microsoft Authenticator'
        $row.MethodsStaying | Should -Not -Match 'System\.'
    }
    It 'which pass there is' {
        $issued = New-MfaTemporaryAccessPass $long -LifetimeMinutes 90 -Reason loss -RequestedBy Ada -Force -WarningAction SilentlyContinue
        $row = Get-Row $issued
        $row.PassLifetimeMinutes | Should -Be '90'
        [datetime] $row.PassEndsAt | Should -BeGreaterThan ([datetime] $row.PassStartsAt)
        (Get-Row (Get-MfaTemporaryAccessPass $long)).PassLifetimeMinutes | Should -Be '90'
    }
    It 'what was removed' {
        (Get-Row (Reset-MfaUser $long -Reason loss -RequestedBy Ada -Force -WarningAction SilentlyContinue)).MethodsRemoved | Should -Match 'phone'
    }
    It 'what an operation needs' {
        $row = Get-Row (Get-MfaPermission revokeSessions)
        $row.PermissionNames | Should -Match 'User\.RevokeSessions\.All'
        $row.RoleNames | Should -Match 'Authentication Administrator'
    }
    It 'what roles may do, who has them, and whose changed' {
        (Get-Row (@(Get-MfaRole)[0])).ActionNames | Should -Match 'microsoft\.directory/'
        (Get-Row (@(Get-MfaRoleAssignment)[0])).RoleName | Should -Match 'Administrator'
        $row = Get-Row (Grant-MfaRole $long -Role 'Authentication Administrator' -Reason cover -RequestedBy Ada -Force -WarningAction SilentlyContinue)
        $row.PrincipalName | Should -Be 'Bartholomew Montgomery-Smythe'
        $row.RoleName | Should -Be 'Authentication Administrator'
    }
    It 'who was meant by an entry of the log' {
        $row = Get-Row (@(Get-MfaAudit -WarningAction SilentlyContinue | Where-Object -FilterScript { $_.UserPrincipalName -eq $long })[0])
        $row.TargetName | Should -Be 'Bartholomew Montgomery-Smythe'
        $row.ActorName | Should -Not -BeNullOrEmpty
    }
}

Describe 'In strict mode, and where values are absent' {
    It 'no cell fails' {
        [xml] $formats = Get-Content -LiteralPath (Join-Path -Path (Get-TestModule) -ChildPath 'GraphMfa.Format.ps1xml') -Raw
        $shape = & $module { Get-MfaShape }
        $seen = 0
        foreach ($view in $formats.Configuration.ViewDefinitions.View) {
            $type = $view.ViewSelectedBy.TypeName
            # Others have no row in the table of shapes, or more properties than it says.
            if (-not $shape.Properties.ContainsKey($type) -or $type -in 'GraphMfa.RoleChange', 'GraphMfa.RunSummary', 'GraphMfa.RunPlan', 'GraphMfa.JournalReport', 'GraphMfa.PolicyCheck', 'GraphMfa.Plan') { continue }
            $empty = & $module { param($type) ConvertTo-MfaObject ([pscustomobject] @{ user = [pscustomobject] @{ id = '1'; userPrincipalName = 'u'; displayName = 'U' }; steps = @(); stays = @(); errors = @(); says = @(); permissions = @(); roles = @(); actions = @(); byMethod = @(); byDefault = @() }) $type } $type
            foreach ($cell in $view.SelectNodes('.//ScriptBlock')) {
                $seen++
                $block = [scriptblock]::Create("param(`$_) Set-StrictMode -Version Latest; `$ErrorActionPreference = 'Stop'; $($cell.InnerText)")
                { & $block $empty } | Should -Not -Throw -Because "$type`: $($cell.InnerText)"
            }
        }
        $seen | Should -BeGreaterThan 50
    }
}

Describe 'Colours' {
    It 'are put around outcomes where the host shows them, and nowhere else' -Skip:($null -eq (Get-Variable -Name PSStyle -ErrorAction Ignore)) {
        [xml] $formats = Get-Content -LiteralPath (Join-Path -Path (Get-TestModule) -ChildPath 'GraphMfa.Format.ps1xml') -Raw
        $cell = @($formats.Configuration.ViewDefinitions.View | Where-Object -FilterScript { $_.Name -eq 'GraphMfa.ResetOutcome' -and $_.SelectSingleNode('TableControl') })[0].SelectNodes('.//TableColumnItem')[1].ScriptBlock
        foreach ($case in @{ Word = 'done'; Colour = $PSStyle.Foreground.Green }, @{ Word = 'partial'; Colour = $PSStyle.Foreground.Yellow }, @{ Word = 'failed'; Colour = $PSStyle.Foreground.Red }) {
            # The host of the format engine, as far as the cell asks it.
            $shown = & ([scriptblock]::Create("param(`$_, `$Terminal) $($cell.Replace('$Host.UI.SupportsVirtualTerminal', '$Terminal'))")) ([pscustomobject] @{ Outcome = $case.Word }) $true
            $shown | Should -BeExactly ($case.Colour + $case.Word + $PSStyle.Reset)
            & ([scriptblock]::Create("param(`$_, `$Terminal) $($cell.Replace('$Host.UI.SupportsVirtualTerminal', '$Terminal'))")) ([pscustomobject] @{ Outcome = $case.Word }) $false | Should -BeExactly $case.Word
        }
    }
}

Describe 'In a file' {
    It 'an assignment has texts' {
        $row = @(Get-Row (Get-MfaRoleAssignment)) | Where-Object -FilterScript { $_.ThroughName }
        $row.RoleName | Should -Be 'Authentication Administrator'
        $row.ThroughName | Should -Be 'Operators'
        $row.UserPrincipalName | Should -Be 'erik.dahl@fabrikam.example'
    }

    It 'an outcome tells who, what and why' {
        $row = Get-Row (Reset-MfaUser erik.dahl@fabrikam.example -RevokeSession -OverrideGuard erik.dahl@fabrikam.example -RequestedBy Ada -Force)
        $row.UserPrincipalName | Should -Be 'erik.dahl@fabrikam.example'
        $row.Outcome | Should -Be 'done'
        $row.SessionsRevoked | Should -Be 'True'
        $row.MethodsRemoved | Should -Match 'OATH token; mobile phone'
        $row.Why | Should -Match '\w'
        $row.VerifiedAt | Should -Match '2026'
    }

    It 'rows of the log and of the report are as they are' {
        $row = @(Get-Row (Get-MfaAudit -Since 2026-08-01 -All -Resets -WarningAction SilentlyContinue))[0]
        foreach ($name in 'At', 'ActorName', 'UserPrincipalName', 'MethodsDeleted') { $row.$name | Should -Match '^[^@\[]' }
        $row = @(Get-Row (Get-MfaRegistration))[0]
        foreach ($property in $row.PSObject.Properties) { $property.Value | Should -Not -Match '^(System\.|@\{)' -Because $property.Name }
    }

    It 'JSON holds all of it, and reads back' {
        $read = Get-MfaResetPlan $nora | ConvertTo-Json -Depth 6 | ConvertFrom-Json
        $read.UserPrincipalName | Should -Be $nora
        @($read.Steps).Count | Should -BeGreaterThan 0
        (Get-MfaRoleAssignment | ConvertTo-Json -Depth 4 | ConvertFrom-Json)[0].Role.DisplayName | Should -Not -BeNullOrEmpty
    }
}
