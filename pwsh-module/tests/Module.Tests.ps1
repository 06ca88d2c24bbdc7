# Hygiene of the module: what it exports, documents and is written in.

BeforeDiscovery {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $source = Join-Path -Path $PSScriptRoot -ChildPath '../GraphMfa'
    $commands = @(Get-ChildItem -LiteralPath (Join-Path -Path $source -ChildPath 'Public') -Filter '*.ps1' | ForEach-Object -Process { $_.BaseName })
    $files = @(Get-ChildItem -LiteralPath (Get-TestModule), $source -Recurse -File | Where-Object -FilterScript { $_.Extension -in '.ps1', '.psm1', '.psd1', '.ps1xml', '.txt' } | ForEach-Object -Process { $_.FullName } | Sort-Object -Unique)
    # The contract's codes, and those that the module adds.
    $codes = @(foreach ($place in @('../../core/src/error.rs', '(?m)^    \w+ = "(\w+)",$'), @('../GraphMfa/Private/Get-MfaErrorKind.ps1', '(?m)^        ''(\w+)'' \{')) {
            $text = Get-Content -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath $place[0]) -Raw
            [regex]::Matches($text, $place[1]) | ForEach-Object -Process { $_.Groups[1].Value }
        }) | Sort-Object -Unique
}

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $module = Import-TestModule
}

AfterAll { Get-Module -Name GraphMfa | Remove-Module -Force }

Describe 'The module' {
    It 'has a valid manifest' {
        $manifest = Test-ModuleManifest -Path (Join-Path -Path (Get-TestModule) -ChildPath 'GraphMfa.psd1')
        $manifest.Name | Should -Be 'GraphMfa'
        $manifest.PowerShellVersion | Should -Be '5.1'
        $manifest.CompatiblePSEditions | Should -Be @('Desktop', 'Core')
        $manifest.Description | Should -Not -BeNullOrEmpty
        $manifest.PrivateData.PSData.Tags.Count | Should -BeGreaterThan 3
    }

    It 'exports exactly what Public holds, and no alias, variable or cmdlet' {
        $files = Get-ChildItem -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath '../GraphMfa/Public') -Filter '*.ps1' | ForEach-Object -Process { $_.BaseName } | Sort-Object
        $module.ExportedFunctions.Keys | Sort-Object | Should -Be $files
        $module.ExportedAliases.Count | Should -Be 0
        $module.ExportedVariables.Count | Should -Be 0
        $module.ExportedCmdlets.Count | Should -Be 0
        $data = Import-PowerShellDataFile -Path (Join-Path -Path (Get-TestModule) -ChildPath 'GraphMfa.psd1')
        $data.FunctionsToExport | Sort-Object | Should -Be $files
        foreach ($list in 'FunctionsToExport', 'CmdletsToExport', 'VariablesToExport', 'AliasesToExport') { $data[$list] | Should -Not -Contain '*' }
    }

    It 'uses approved verbs' {
        $approved = Get-Verb | ForEach-Object -Process { $_.Verb }
        foreach ($name in $module.ExportedFunctions.Keys) { $approved | Should -Contain ($name -split '-')[0] }
    }

    It 'has about topics' {
        foreach ($topic in 'about_GraphMfa', 'about_GraphMfa_Errors', 'about_GraphMfa_Policy', 'about_GraphMfa_Run', 'about_GraphMfa_Runbooks') {
            Join-Path -Path (Get-TestModule) -ChildPath "en-US/$topic.help.txt" | Should -Exist
        }
    }

    It 'has a table and a list view for every object that commands emit' {
        [xml] $formats = Get-Content -LiteralPath (Join-Path -Path (Get-TestModule) -ChildPath 'GraphMfa.Format.ps1xml') -Raw
        $views = $formats.Configuration.ViewDefinitions.View
        foreach ($type in 'Context', 'User', 'Method', 'Plan', 'ResetOutcome', 'RescueOutcome', 'IssuedPass', 'PassReport', 'PassRemoval', 'HardwareToken', 'PolicyCheck', 'RevokeOutcome', 'PerUserState', 'PerUserStateOutcome', 'PhoneOutcome', 'TokenOutcome', 'AuditEntry', 'Reset', 'Registration', 'RegistrationSummary', 'SignIn', 'Permission', 'RoleDescription', 'RoleAssignment', 'AdministrativeUnitInfo', 'RoleChange', 'ApplicationSetup', 'RunPerson', 'RunSummary', 'PlannedPerson', 'RunPlan', 'JournalReport') {
            $mine = @($views | Where-Object -FilterScript { $_.ViewSelectedBy.TypeName -eq "GraphMfa.$type" })
            @($mine | Where-Object -FilterScript { $_.SelectSingleNode('TableControl') }).Count | Should -Be 1 -Because "$type as a table"
            @($mine | Where-Object -FilterScript { $_.SelectSingleNode('ListControl') }).Count | Should -Be 1 -Because "$type as a list"
        }
    }

    It 'puts every kind of method of the contract into the completion' {
        $text = Get-Content -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath '../../core/src/api/method.rs') -Raw
        $block = $text.Substring($text.IndexOf("`nmethod_kinds! {"))
        $block = $block.Substring(0, $block.IndexOf("`n}"))
        $kinds = [regex]::Matches($block, '(?m)^    \w+ = "(\w+)"') | ForEach-Object -Process { $_.Groups[1].Value } | Where-Object -FilterScript { $_ -ne 'password' } | Sort-Object
        & $module { Get-MfaKnownKind } | Sort-Object | Should -Be $kinds
    }
}

Describe 'The code <_>' -ForEach $codes {
    It 'has a category of its own choice and a place in the help' {
        $kind = & $module { param($code) Get-MfaErrorKind $code } $_
        if ($_ -ne 'internal') { $kind.Category | Should -Not -Be 'NotSpecified' }
        $kind.Category -as [System.Management.Automation.ErrorCategory] | Should -Not -BeNullOrEmpty
        $help = Get-Content -LiteralPath (Join-Path -Path (Get-TestModule) -ChildPath 'en-US/about_GraphMfa_Errors.help.txt') -Raw
        $mark = ''
        if ($kind.Ends) { $mark = '\*' }
        $help | Should -Match "(?m)^    $_$mark\s+$($kind.Category)\s+$(($kind.Exception -split '\.')[-1])\s*$"
    }
}

Describe 'The list of errors' {
    It 'names no code that nothing has' -ForEach @(@{ Codes = $codes }) {
        $help = Get-Content -LiteralPath (Join-Path -Path (Get-TestModule) -ChildPath 'en-US/about_GraphMfa_Errors.help.txt') -Raw
        $told = [regex]::Matches($help, '(?m)^    (\w+)\*?\s+[A-Z]\w+\s+\w+(Exception)\s*$') | ForEach-Object -Process { $_.Groups[1].Value }
        @($told).Count | Should -BeGreaterThan 40
        foreach ($code in $told) { $Codes | Should -Contain $code }
        @($told | Sort-Object -Unique).Count | Should -Be @($told).Count
    }
}

Describe 'The command <_>' -ForEach $commands {
    BeforeAll {
        $name = $_
        $command = Get-Command -Name $name -Module GraphMfa
        $help = Get-Help -Name $name -Full
        $text = Get-Content -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath "../GraphMfa/Public/$name.ps1") -Raw
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters
    }

    It 'says what it does, what it takes and what it gives' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -Match "^\s*$name"
        ($help.Description | Out-String).Trim() | Should -Not -BeNullOrEmpty
        $text | Should -Match '(?m)^    \.INPUTS'
        $text | Should -Match '(?m)^    \.OUTPUTS'
        $text | Should -Match '(?m)^    \.LINK'
    }

    It 'has at least two examples with words' {
        [regex]::Matches($text, '(?m)^    \.EXAMPLE\r?\n    \S.*\r?\n\r?\n    \S').Count | Should -BeGreaterThan 1
    }

    It 'describes every parameter, and no other' {
        $real = $command.Parameters.Keys | Where-Object -FilterScript { $common -notcontains $_ -and $_ -ne 'ProgressAction' } | Sort-Object
        $told = [regex]::Matches($text, '(?m)^    \.PARAMETER (\w+)\r?\n    \S') | ForEach-Object -Process { $_.Groups[1].Value } | Sort-Object
        $told | Should -Be $real
    }

    It 'says what type it gives' {
        $command.OutputType.Count | Should -BeGreaterThan 0
    }

    It 'has no position beyond the first' {
        foreach ($set in $command.ParameterSets) {
            @($set.Parameters | Where-Object -FilterScript { $_.Position -ge 1 }).Count | Should -Be 0
        }
    }

    It 'takes over the preference variables of its caller' {
        $text | Should -Match 'Use-MfaCallerPreference \$PSCmdlet'
    }

    It 'asks before it changes anything, and only then' {
        $asks = $name -match '^(Add|Grant|Initialize|New|Remove|Reset|Resume|Revoke|Set|Start)-'
        $command.Parameters.ContainsKey('WhatIf') | Should -Be $asks
        $command.Parameters.ContainsKey('Force') | Should -Be $asks
        if ($asks) { $text | Should -Match "ConfirmImpact = 'High'" }
    }

    It 'binds people from the pipeline by every identity column' {
        if ($command.Parameters.ContainsKey('User')) {
            $parameter = $command.Parameters['User']
            $parameter.Aliases | Sort-Object | Should -Be @('Id', 'Mail', 'ObjectId', 'UPN', 'UserId', 'UserPrincipalName')
            $parameter.Attributes.Where({ $_ -is [System.Management.Automation.ParameterAttribute] }).ValueFromPipelineByPropertyName | Should -Contain $true
        }
    }
}

Describe 'The file <_>' -ForEach $files {
    It 'is ASCII: Windows PowerShell reads anything else in its own code page' {
        $bytes = [System.IO.File]::ReadAllBytes($_)
        @($bytes | Where-Object -FilterScript { $_ -gt 126 -or ($_ -lt 32 -and $_ -notin 9, 10, 13) }).Count | Should -Be 0
    }
}
