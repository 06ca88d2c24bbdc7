# Per-user MFA, telephone numbers and hardware tokens.

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    $module = Import-TestModule
    $nora = 'nora.lind@fabrikam.example'
    $scenario = @{
        rules          = @{ verificationCodeDrift = 100 }
        users          = @(@{ displayName = 'Nora Lind'; userPrincipalName = $nora })
        hardwareTokens = @(@{ serialNumber = 'F1'; secretKey = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' })
    }
}

AfterAll {
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'What is written once and seen' {
    BeforeEach {
        Set-TestScenario $tenant $scenario
        Connect-TestTenant $tenant
    }

    It 'changes the per-user state, and marks what weakens' {
        (Set-MfaPerUserState $nora -State Enabled -Force).State | Should -Be 'enabled'
        $shown = Get-MfaPerUserState $nora
        $shown.State | Should -Be 'enabled'
        $shown.UserPrincipalName | Should -Be $nora
        $outcome = $shown | Set-MfaPerUserState -State Disabled -Confirm:$false
        $outcome.Outcome | Should -Be 'done'
        $outcome.Weakened | Should -BeTrue
    }

    It 'writes nothing with -WhatIf' {
        Set-MfaPhoneMethod $nora -PhoneType Mobile -Number '+47 90000017' -WhatIf | Should -BeNullOrEmpty
        (Get-MfaMethod $nora).Kind | Should -Not -Contain 'phone'
    }

    It 'sets a number, and refuses what is none' {
        $outcome = Set-MfaPhoneMethod $nora -PhoneType Mobile -Number '0047 900 00 017' -Force
        $outcome.Change | Should -Be 'added'
        $outcome.Number | Should -Be '+47 ******17'
        { Set-MfaPhoneMethod $nora -PhoneType Office -Number '12' -Force -ErrorAction Stop } | Should -Throw -ErrorId 'invalidInput*'
    }

    It 'gives a token with its code, deactivates it and takes it back' {
        $given = Grant-MfaHardwareToken $nora -SerialNumber F1 -Code 384126 -Force
        $given.Token.Status | Should -Be 'activated'
        $listed = @(Get-MfaHardwareToken -Status Activated)
        $listed.SerialNumber | Should -Be 'F1'
        $listed[0].AssignedTo.DisplayName | Should -Be 'Nora Lind'
        (Get-MfaHardwareToken -User $nora).TokenId | Should -Be $listed[0].TokenId
        Get-MfaHardwareToken -Status Available | Should -BeNullOrEmpty
        (Revoke-MfaHardwareToken $nora -DeactivateOnly -Force).Token.Status | Should -Be 'assigned'
        (Revoke-MfaHardwareToken $nora -SerialNumber F1 -Force).Outcome | Should -Be 'done'
        { Grant-MfaHardwareToken $nora -SerialNumber NOPE -Force -ErrorAction Stop } | Should -Throw -ErrorId 'hardwareTokenNotFound*'
    }
}
