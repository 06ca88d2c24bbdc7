# Whether the service would let it happen, shown with the plan before anything is written.

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    Import-TestModule | Out-Null
    $scenario = Get-TestScenario
    $scenario['users'] += @{ displayName = 'Agent'; userPrincipalName = 'agent@fabrikam.example'; roles = @('Authentication Administrator') }
    $scenario['users'] += @{ displayName = 'Chief'; userPrincipalName = 'chief@fabrikam.example'; roles = @('Global Administrator'); methods = @(@{ kind = 'phone' }) }
    Set-TestScenario $tenant $scenario
    $scopes = 'User.Read.All', 'UserAuthenticationMethod.ReadWrite.All', 'User.RevokeSessions.All', 'RoleManagement.Read.Directory', 'GroupMember.Read.All'
    $token = New-TestToken $tenant @{ upn = 'agent@fabrikam.example'; scopes = $scopes }
    Connect-Mfa -AccessToken (ConvertTo-TestSecret $token) -GraphEndpoint $tenant.Graph -LoginEndpoint $tenant.Login -TestDelayScale 0.001 -SkipCheck | Out-Null
}

AfterAll {
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'Get-MfaResetPlan' {
    It 'shows that the service would let it happen' {
        $plan = Get-MfaResetPlan nora.lind@fabrikam.example -RevokeSession
        $plan.Preflight.Purpose | Should -Be @('reset', 'revokeSessions')
        $plan.Preflight.Answer | Should -Be @('allowed', 'allowed')
        $plan.Preflight[0].PSObject.TypeNames[0] | Should -Be 'GraphMfa.Verdict'
        $plan.Preflight[0].UserPrincipalName | Should -Be 'nora.lind@fabrikam.example'
        $plan.Preflight[0].MissingPermissions.Count | Should -Be 0
        $plan.Refused | Should -BeNullOrEmpty
    }

    It 'shows why not, and the least role that may' {
        $plan = Get-MfaResetPlan chief@fabrikam.example
        $plan.Refused.Code | Should -Be 'notAllowed'
        $plan.Preflight[0].Answer | Should -Be 'refused'
        $plan.Preflight[0].Reason | Should -Be 'targetOutranks'
        $plan.Preflight[0].LeastRole.Role.DisplayName | Should -Be 'Privileged Authentication Administrator'
        $plan.Inspection.Standing.Holdings[0].Role.DisplayName | Should -Be 'Global Administrator'
        # The cell goes on in its next line.
        ($plan.Preflight | Format-Table | Out-String -Width 80) | Should -Match '(?s)Privileged Authentic.*ation Administrator'
        ($plan | Format-List | Out-String) | Should -Match 'reset refused:'
    }
}

Describe 'Reset-MfaUser and Revoke-MfaSession' {
    It 'do not begin what the service would refuse' {
        { Reset-MfaUser chief@fabrikam.example -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'notAllowed,Reset-MfaUser' -ExpectedMessage '*Global Administrator*'
        { Revoke-MfaSession chief@fabrikam.example -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'notAllowed,Revoke-MfaSession'
        (Get-TenantUser $tenant chief@fabrikam.example).writes | Should -Be 0
    }
}
